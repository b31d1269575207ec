namespace Smartbox.Store.Snapshots.Changes;

[Flags]
internal enum KnownFileFlags
{
    None = 0,

    /// <summary>It was too young, or changed while it was read: it is read again whatever it looks like.</summary>
    Dirty = 1,

    /// <summary>A SQLite database that was captured; its companions are no part of the snapshot.</summary>
    Database = 2,

    /// <summary>It could not be read and is not in the snapshot; another try makes sense when it looks different.</summary>
    Unreadable = 4,
}
