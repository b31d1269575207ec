namespace Smartbox.Store.Snapshots.Databases;

/// <summary>How a database got into a state that can be read in peace.</summary>
internal enum CaptureOutcome
{
    /// <summary>Nobody writes it: the file itself is the database, as long as it looks the same afterwards.</summary>
    AsItIs,

    /// <summary>A consistent copy was made.</summary>
    Copied,

    /// <summary>SQLite says that it is no database that it can read: it is a file like any other.</summary>
    NoDatabase,

    /// <summary>It is locked, or the copy found no room: not now.</summary>
    Failed,
}
