namespace Smartbox.Store.Snapshots;

/// <summary>A finished snapshot.</summary>
/// <param name="Id">Lower-case hex.</param>
/// <param name="Time">When its scan began: it holds every change made before.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Bytes of them.</param>
/// <param name="AddedBytes">Uploaded for it.</param>
/// <param name="DirtyPaths">Files that kept changing while they were read: stored as they were, and to be read again.</param>
public sealed record SnapshotResult(string Id, DateTimeOffset Time, long Files, long Bytes, long AddedBytes, IReadOnlyList<string> DirtyPaths);
