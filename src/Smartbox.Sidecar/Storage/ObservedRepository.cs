using Smartbox.Store.Repositories;

namespace Smartbox.Sidecar.Storage;

/// <summary>A repository that tells how far long work is, and asks before a snapshot is committed.</summary>
/// <param name="inner">Repository.</param>
/// <param name="beforeCommit">Called when all of a snapshot is uploaded and before it becomes visible; what it returns is saved, what it throws prevents that.</param>
internal sealed class ObservedRepository(
    IRepository inner, Func<SnapshotDocument, CancellationToken, Task<SnapshotDocument>>? beforeCommit = null) : IRepository
{
    private long _loadedBytes;

    public string Id => inner.Id;

    public long UploadedBytes => inner.UploadedBytes;

    /// <summary>Plain bytes of the blobs read since it was opened.</summary>
    public long LoadedBytes => Interlocked.Read(ref _loadedBytes);

    public bool Contains(BlobType type, BlobId id) => inner.Contains(type, id);

    public int? LengthOf(BlobType type, BlobId id) => inner.LengthOf(type, id);

    public ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken) =>
        inner.SaveBlobAsync(type, plaintext, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public async Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken)
    {
        var blob = await inner.LoadBlobAsync(type, id, cancellationToken);
        Interlocked.Add(ref _loadedBytes, blob.Length);
        return blob;
    }

    public Task LoadBlobsAsync(
        BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
        CancellationToken cancellationToken) =>
        inner.LoadBlobsAsync(
            type,
            ids,
            (id, blob, token) =>
            {
                Interlocked.Add(ref _loadedBytes, blob.Length);
                return consume(id, blob, token);
            },
            cancellationToken);

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => inner.LockAsync(cancellationToken);

    public async Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken)
    {
        var approved = beforeCommit is null ? snapshot : await beforeCommit(snapshot, cancellationToken);
        return await inner.SaveSnapshotAsync(approved, cancellationToken);
    }

    public Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken) =>
        inner.ListSnapshotsAsync(cancellationToken);

    public Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken) => inner.ReadSnapshotsAsync(cancellationToken);
}
