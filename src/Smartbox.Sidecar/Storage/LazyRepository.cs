using Smartbox.Store.Repositories;

namespace Smartbox.Sidecar.Storage;

/// <summary>A repository that is opened when the first snapshot needs it: a box at rest sends no request, not even at its start.</summary>
/// <param name="knownId">Its id when it was last open; null for the first time.</param>
/// <param name="open">Opens or makes it.</param>
internal sealed class LazyRepository(string? knownId, Func<CancellationToken, Task<IRepository>> open) : IRepository
{
    private IRepository? _opened;

    public string Id => _opened?.Id ?? knownId ?? "";

    public long UploadedBytes => _opened?.UploadedBytes ?? 0;

    private IRepository Opened => _opened ?? throw new InvalidOperationException("The repository is used before it was opened.");

    /// <summary>Opens it unless it is open.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => _opened ??= await open(cancellationToken);

    public bool Contains(BlobType type, BlobId id) => Opened.Contains(type, id);

    public int? LengthOf(BlobType type, BlobId id) => Opened.LengthOf(type, id);

    public ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken) =>
        Opened.SaveBlobAsync(type, plaintext, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => Opened.FlushAsync(cancellationToken);

    public Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken) =>
        Opened.LoadBlobAsync(type, id, cancellationToken);

    public Task LoadBlobsAsync(
        BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
        CancellationToken cancellationToken) =>
        Opened.LoadBlobsAsync(type, ids, consume, cancellationToken);

    public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => Opened.LockAsync(cancellationToken);

    public Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken) =>
        Opened.SaveSnapshotAsync(snapshot, cancellationToken);

    public Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken) =>
        Opened.ListSnapshotsAsync(cancellationToken);

    public Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken) => Opened.ReadSnapshotsAsync(cancellationToken);
}
