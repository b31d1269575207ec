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

    /// <summary>Plain length of an indexed blob; null when it is not indexed.</summary>
    int? LengthOf(BlobType type, BlobId id);

    /// <summary>Adds a blob unless it is there. It is durable after <see cref="FlushAsync"/>.</summary>
    /// <param name="type">Kind.</param>
    /// <param name="plaintext">At most 8 MiB of a file, at most 128 MiB of a tree; it may be reused when the call returns.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RepositoryException">It is too large to be stored as one object.</exception>
    ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken);

    /// <summary>Uploads the open packs, then their index: every blob saved so far is in the store and can be found.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Reads a blob, decrypted and checked against its id.</summary>
    /// <exception cref="RepositoryException">Missing, or damaged.</exception>
    Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken);

    /// <summary>Reads many blobs in the order of their packs, each needed part of a pack once. The fast way to restore.</summary>
    /// <param name="type">Kind.</param>
    /// <param name="ids">Blobs; each is given once.</param>
    /// <param name="consume">Called for each blob, at most three at a time; the plaintext is valid until its task ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RepositoryException">One is missing or damaged: <see cref="RepositoryException.Blob"/> says which. Others may have been consumed before.</exception>
    Task LoadBlobsAsync(
        BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
        CancellationToken cancellationToken);

    /// <summary>
    /// Takes restic's shared lock for the time of a snapshot and looks at the list of indexes again, so that a <c>restic prune</c> of the user neither runs beside it
    /// nor has run before unnoticed. Afterwards <see cref="Contains"/> is the truth: a blob known from an earlier snapshot may be gone.
    /// Waits while another holds an exclusive lock.
    /// </summary>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken);

    /// <summary>Writes a snapshot after a flush, and reads it back.</summary>
    /// <returns>Its id, lower-case hex.</returns>
    Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken);

    /// <summary>All snapshots with their ids, in no order.</summary>
    /// <exception cref="RepositoryException">One of them is damaged; <see cref="ReadSnapshotsAsync"/> gives the others.</exception>
    Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken);

    /// <summary>All snapshots that can be read, and why the others cannot: a damaged one must neither hide the others nor be hidden.</summary>
    Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken);
}
