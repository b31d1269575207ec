namespace Smartbox.Store.Snapshots;

/// <summary>A finished snapshot.</summary>
/// <param name="Id">Lower-case hex.</param>
/// <param name="Time">When its scan began: it holds every change made before.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="AddedBytes">Uploaded for it.</param>
/// <param name="DirtyPaths">Files that kept changing while they were read: stored as they were, and to be read again.</param>
public sealed record SnapshotResult(string Id, DateTimeOffset Time, long Files, long Bytes, long AddedBytes, IReadOnlyList<string> DirtyPaths)
{
    /// <summary>True when <see cref="Id"/> is the parent: its tree is the present one, and nothing was written.</summary>
    public bool Unchanged { get; init; }

    /// <summary>Files of the last snapshot that the cache knows; null when it knows none.</summary>
    public long? FilesBefore { get; init; }

    /// <summary>Bytes of them.</summary>
    public long? BytesBefore { get; init; }

    /// <summary>Sentences on what is not as it should be, such as a file that may not be read; at most a hundred.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
