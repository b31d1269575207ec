using System.Text.Json;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Repositories;

/// <summary>A repository in restic's format, version 2: plain restic reads and checks what is written here, and the other way round.</summary>
/// <remarks>
/// Format: restic's <c>doc/design.rst</c>. Order of writes: packs, then their index, then the snapshot; a kill anywhere leaves at most packs that no index
/// names, which a later prune removes. After an exception the repository can be used on: what was taken stays pending and goes with the next flush.
/// </remarks>
public sealed class Repository : IRepository, IDisposable
{
    private const int BlobsPerIndex = 20_000; // a third of restic's bound keeps the JSON below 4 MiB of memory

    // A pack is one PUT of at most 64 MiB.
    private const int MaximumStoredBlob = 60 * 1024 * 1024;

    private readonly BlobCodecPool _codecs;
    private readonly BlobReader _reader;
    private readonly PackWriter _writer;
    private readonly UnpackedFiles _files;
    private readonly BlobIndex _index = new();
    private readonly RepositoryIndexes _indexes;
    private readonly RepositoryLocks _locks;
    private readonly SemaphoreSlim _flushGate = new(1);

    // Guards the set of blobs that are taken and not yet indexed.
    private readonly Lock _pendingLock = new();
    private readonly HashSet<(BlobType, BlobId)> _pending = [];

    private Repository(IObjectStore store, MasterKey key, string id, RepositoryOptions options)
    {
        Id = id;
        _codecs = new BlobCodecPool(key);
        _files = new UnpackedFiles(store, _codecs);
        _indexes = new RepositoryIndexes(_files, _index);
        _reader = new BlobReader(store, _index, _codecs);
        _writer = new PackWriter(store, _codecs);
        _locks = new RepositoryLocks(_files, options);
    }

    public string Id { get; }

    public long UploadedBytes => _writer.UploadedBytes + _files.UploadedBytes;

    /// <summary>Makes a repository. The place must be empty, or hold only what an interrupted call of this left.</summary>
    /// <exception cref="RepositoryException">It is not empty, or another repository came to be at the same moment.</exception>
    public static async Task<Repository> CreateAsync(IObjectStore store, string password, RepositoryOptions options, CancellationToken cancellationToken)
    {
        var (key, id) = await new RepositoryOpener(store, password, options).CreateAsync(cancellationToken);
        return new Repository(store, key, id, options);
    }

    /// <summary>Opens a repository and loads its indexes.</summary>
    /// <exception cref="RepositoryException">With <see cref="RepositoryError.NotFound"/> when there is none; see the other values for the rest.</exception>
    /// <exception cref="ObjectStoreException">It could not be read.</exception>
    public static async Task<Repository> OpenAsync(IObjectStore store, string password, RepositoryOptions options, CancellationToken cancellationToken) =>
        await TryOpenAsync(store, password, options, cancellationToken)
        ?? throw new RepositoryException(RepositoryError.NotFound, "There is no repository here.");

    /// <summary>Like <see cref="OpenAsync"/>; null when there is none: no config, and nothing else that a repository has.</summary>
    public static async Task<Repository?> TryOpenAsync(
        IObjectStore store, string password, RepositoryOptions options, CancellationToken cancellationToken)
    {
        if (await new RepositoryOpener(store, password, options).TryOpenAsync(cancellationToken) is not var (key, id))
        {
            return null;
        }

        var repository = new Repository(store, key, id, options);
        try
        {
            await repository._indexes.RefreshAsync(cancellationToken);
            return repository;
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    /// <summary>Opens a repository, or makes it where there is none.</summary>
    public static async Task<Repository> OpenOrCreateAsync(
        IObjectStore store, string password, RepositoryOptions options, CancellationToken cancellationToken) =>
        await TryOpenAsync(store, password, options, cancellationToken) ?? await CreateAsync(store, password, options, cancellationToken);

    public bool Contains(BlobType type, BlobId id)
    {
        lock (_pendingLock)
        {
            return _pending.Contains((type, id)) || _index.Contains(type, id);
        }
    }

    public int? LengthOf(BlobType type, BlobId id) => _index.TryFind(type, id, out var location) ? (int)location.ContentLength : null;

    /// <inheritdoc/>
    /// <remarks>Several calls may run at once, each on its own thread: hashing and compression then use as many cores.</remarks>
    public async ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken)
    {
        if (plaintext.Length > BlobReader.MaximumBlob)
        {
            throw TooLarge(plaintext.Length);
        }

        var id = BlobId.Of(plaintext.Span);
        lock (_pendingLock)
        {
            if (_index.Contains(type, id) || !_pending.Add((type, id)))
            {
                return id;
            }
        }

        try
        {
            using var lease = _codecs.Rent();
            var (sealedBlob, plainLength) = lease.Codec.Encode(plaintext.Span);
            if (sealedBlob.Length > MaximumStoredBlob)
            {
                throw TooLarge(plaintext.Length);
            }

            await _writer.AppendAsync(type, id, sealedBlob, plainLength, cancellationToken);
            return id;
        }
        catch
        {
            lock (_pendingLock)
            {
                _pending.Remove((type, id));
            }

            throw;
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _flushGate.WaitAsync(cancellationToken);
        try
        {
            var packs = await _writer.DrainAsync(cancellationToken);
            foreach (var part in SplitForIndexes(packs))
            {
                await _indexes.SaveAsync(part, cancellationToken);
                await _writer.ForgetAsync(part, CancellationToken.None);
                lock (_pendingLock)
                {
                    foreach (var entry in part.SelectMany(p => p.Entries))
                    {
                        _pending.Remove((entry.Type, entry.Id));
                    }
                }
            }
        }
        finally
        {
            _flushGate.Release();
        }
    }

    public Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken) =>
        _reader.LoadAsync(type, id, cancellationToken);

    public Task LoadBlobsAsync(
        BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
        CancellationToken cancellationToken) =>
        _reader.LoadManyAsync(type, ids, consume, cancellationToken);

    public async Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (!_index.Contains(BlobType.Tree, snapshot.Tree))
        {
            throw new RepositoryException($"A snapshot may not name the tree {snapshot.Tree}, which is in no index.") { Blob = snapshot.Tree };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(SnapshotJson.From(snapshot), RepositoryJson.Default.SnapshotJson);
        var id = await _files.SaveVerifiedAsync(RepositoryKeys.Snapshots, json, cancellationToken);

        // Until the next snapshot the process idles: nothing is kept that can be made again.
        _codecs.Clear();
        _reader.Clear();
        return id;
    }

    public async Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken)
    {
        var listing = await ReadSnapshotsAsync(cancellationToken);
        return listing.Damaged is [var (_, error), ..] ? throw error : listing.Snapshots;
    }

    public async Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken)
    {
        var ids = await _files.ListAsync(RepositoryKeys.Snapshots, cancellationToken);
        var read = await UnpackedFiles.LoadAllAsync(ids, TryLoadSnapshotAsync, cancellationToken);
        return new SnapshotListing(
            [.. read.Where(r => r.Snapshot is not null).Select(r => (r.Id, r.Snapshot!))],
            [.. read.Where(r => r.Error is not null).Select(r => (r.Id, r.Error!))]);
    }

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        var held = await _locks.AcquireAsync(cancellationToken);
        try
        {
            await _indexes.RefreshAsync(cancellationToken);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        _codecs.Dispose();
        _writer.Dispose();
        _indexes.Dispose();
        _flushGate.Dispose();
    }

    private async Task<(string Id, SnapshotDocument? Snapshot, RepositoryException? Error)> TryLoadSnapshotAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var json = await _files.LoadAsync(RepositoryKeys.Snapshots, id, RepositoryJson.Default.SnapshotJson, cancellationToken);
            return (id, json.ToDocument(), null);
        }
        catch (RepositoryException e)
        {
            return (id, null, e);
        }
        catch (FormatException e)
        {
            return (id, null, new RepositoryException($"{RepositoryKeys.Snapshots}{id} is damaged: {e.Message}", e));
        }
    }

    private static RepositoryException TooLarge(int length) => new($"A blob of {length} bytes is too large to be stored as one object.");

    /// <summary>Packs in groups of at most <see cref="BlobsPerIndex"/> blobs; a pack is never split.</summary>
    private static IEnumerable<IReadOnlyList<StoredPack>> SplitForIndexes(IReadOnlyList<StoredPack> packs)
    {
        List<StoredPack> part = [];
        var blobs = 0;
        foreach (var pack in packs)
        {
            if (part.Count > 0 && blobs + pack.Entries.Count > BlobsPerIndex)
            {
                yield return part;
                part = [];
                blobs = 0;
            }

            part.Add(pack);
            blobs += pack.Entries.Count;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }
}
