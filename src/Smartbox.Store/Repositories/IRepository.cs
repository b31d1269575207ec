namespace Smartbox.Store.Repositories;

/// <summary>An open restic v2 repository. One writer at a time; loads may run beside it.</summary>
public interface IRepository
{
    /// <summary>Id in the repository's <c>config</c>.</summary>
    string Id { get; }

    /// <summary>Bytes uploaded since it was opened.</summary>
    long UploadedBytes { get; }

    /// <summary>True when a blob is indexed, or waits in a pack of this writer.</summary>
    bool Contains(BlobType type, BlobId id);

    /// <summary>Adds a blob unless it is there. It is durable after <see cref="FlushAsync"/>.</summary>
    /// <param name="type">Kind.</param>
    /// <param name="plaintext">At most 8 MiB; it may be reused when the call returns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken);

    /// <summary>Uploads the open packs, then their index: every blob saved so far is in the store and can be found.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Reads a blob, decrypted and checked against its id.</summary>
    /// <exception cref="RepositoryException">Missing, or damaged.</exception>
    Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken);

    /// <summary>Writes a snapshot after a flush, and reads it back.</summary>
    /// <returns>Its id, lower-case hex.</returns>
    Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken);

    /// <summary>All snapshots with their ids, in no order.</summary>
    Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken);
}
