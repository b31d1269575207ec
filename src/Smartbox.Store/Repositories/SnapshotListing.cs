namespace Smartbox.Store.Repositories;

/// <summary>The snapshots of a repository.</summary>
/// <param name="Snapshots">Those that could be read, with their ids, in no order.</param>
/// <param name="Damaged">Ids of the others, and what is wrong with them.</param>
public sealed record SnapshotListing(
    IReadOnlyList<(string Id, SnapshotDocument Snapshot)> Snapshots, IReadOnlyList<(string Id, RepositoryException Error)> Damaged);
