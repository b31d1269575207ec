namespace Smartbox.Store.Snapshots;

/// <summary>What a <see cref="SnapshotEngine"/> keeps, and where it works.</summary>
public sealed record SnapshotOptions
{
    /// <summary>Folders in snapshots, with distinct paths.</summary>
    public required IReadOnlyList<SnapshotRoot> Roots { get; init; }

    /// <summary>Folder for the change cache and for captured databases; outside the roots, made when it is missing. It may be lost at any time.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>UID of the box: the host name of its snapshots.</summary>
    public required string Hostname { get; init; }

    /// <summary>
    /// What is left out, as patterns in the manner of .gitignore below the root <see cref="ExcludeRoot"/>: <c>*</c> and <c>?</c> stay within a name, <c>**</c> crosses folders,
    /// a pattern without an inner slash fits at any depth, a trailing slash means folders only.
    /// </summary>
    /// <value>Nothing.</value>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Path of the root that <see cref="Excludes"/> speaks of.</summary>
    /// <value><c>/state</c>.</value>
    public string ExcludeRoot { get; init; } = "/state";
}
