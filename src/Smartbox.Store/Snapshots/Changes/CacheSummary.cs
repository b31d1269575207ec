using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Changes;

/// <summary>The snapshot that a cache describes.</summary>
internal sealed record CacheSummary(string RepositoryId, string SnapshotId, BlobId Tree, long Files, long Bytes);
