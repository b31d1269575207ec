using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Snapshots;

/// <summary>A repository that lets a test act at the very moment when something is saved.</summary>
internal sealed class MeddlingRepository(Repository inner) : IRepository
{
    public Action<ReadOnlyMemory<byte>> BeforeSave { get; init; } = _ => { };

    public string Id => inner.Id;

    public long UploadedBytes => inner.UploadedBytes;

    public bool Contains(BlobType type, BlobId id) => inner.Contains(type, id);

    public bool TellsLengths { get; init; } = true;

    public int? LengthOf(BlobType type, BlobId id) => TellsLengths ? inner.LengthOf(type, id) : null;

    public ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken)
    {
        BeforeSave(plaintext);
        return inner.SaveBlobAsync(type, plaintext, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken) =>
        inner.LoadBlobAsync(type, id, cancellationToken);

    public Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken) => inner.SaveSnapshotAsync(snapshot, cancellationToken);

    public Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken) =>
        inner.ListSnapshotsAsync(cancellationToken);

    public Task LoadBlobsAsync(
        BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
        CancellationToken cancellationToken) =>
        inner.LoadBlobsAsync(type, ids, consume, cancellationToken);

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => inner.LockAsync(cancellationToken);

    public Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken) => inner.ReadSnapshotsAsync(cancellationToken);
}
