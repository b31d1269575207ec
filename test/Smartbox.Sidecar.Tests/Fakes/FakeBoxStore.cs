using Smartbox.Sidecar.Storage;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

namespace Smartbox.Sidecar.Tests.Fakes;

/// <summary>A repository and an engine that do as a test says: requests are real ones to <see cref="Bucket"/>, contents are not.</summary>
internal sealed class FakeBoxStore(TimeProvider time) : IBoxStore
{
    private int _number;

    public MemoryObjectStore Bucket { get; } = new();

    /// <summary>Null: there is no repository.</summary>
    public string? RepositoryId { get; set; }

    public List<(string Id, SnapshotDocument Snapshot)> Snapshots { get; } = [];

    /// <summary>Snapshots that cannot be read.</summary>
    public List<(string Id, RepositoryException Error)> Damaged { get; } = [];

    /// <summary>Patience of each call, as the modes set it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the engine sees in the folders.</summary>
    public volatile bool IsDirty;

    public long Files { get; set; } = 100;

    public long Bytes { get; set; } = 10 << 20;

    public IReadOnlyList<string> DirtyPaths { get; set; } = [];

    public int Scans { get; private set; }

    /// <summary>Thrown by the next restores, after part of the files was written.</summary>
    public Exception? RestoreFault { get; set; }

    /// <summary>A snapshot that began waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Snapshots whose mark is taken: what changes afterwards is not in them.</summary>
    public volatile int Marks;

    /// <summary>Called after the mark of a snapshot was taken, while it runs.</summary>
    public Action DuringSnapshot { get; set; } = () => { };

    public IObjectStore Objects => new DeadlineStore(Bucket, Patience, time);

    public async Task<IRepository?> OpenAsync(CancellationToken cancellationToken)
    {
        await Objects.ListAsync("repo/", cancellationToken);
        return RepositoryId is null ? null : new Repository(this, RepositoryId);
    }

    /// <summary>What a probe finds, or throws.</summary>
    public Func<IReadOnlyList<string>> Probe { get; set; } = () => [];

    public int Probes { get; private set; }

    public Task<IReadOnlyList<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        Probes++;
        return Task.FromResult(Probe());
    }

    public async Task<IRepository> OpenOrCreateAsync(CancellationToken cancellationToken)
    {
        RepositoryId ??= "repository-1";
        await Objects.PutAsync("repo/config", "config"u8.ToArray(), ifAbsent: true, cancellationToken);
        return new Repository(this, RepositoryId);
    }

    public ISnapshotEngine CreateEngine(IRepository repository) => new Engine(this, repository, time);

    public void Add(string id, DateTimeOffset at, params string[] tags)
    {
        RepositoryId ??= "repository-1";
        Snapshots.Add((id, new SnapshotDocument { Time = at, Tree = default, Paths = ["/state", "/relay"], Hostname = TestPod.BoxUid, Tags = tags }));
    }

    private sealed class Repository(FakeBoxStore store, string id) : IRepository
    {
        public string Id => id;

        public long UploadedBytes => 0;

        public bool Contains(BlobType type, BlobId id) => false;

        public int? LengthOf(BlobType type, BlobId id) => null;

        public ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(BlobId.Of(plaintext.Span));

        public Task FlushAsync(CancellationToken cancellationToken) => store.Objects.PutAsync("repo/data/pack", "pack"u8.ToArray(), ifAbsent: false, cancellationToken);

        public Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken) =>
            Task.FromResult(ReadOnlyMemory<byte>.Empty);

        public async Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken)
        {
            var name = $"{Interlocked.Increment(ref store._number):x64}";
            await store.Objects.PutAsync($"repo/snapshots/{name}", "snapshot"u8.ToArray(), ifAbsent: false, cancellationToken);
            store.Snapshots.Add((name, snapshot));
            return name;
        }

        public async Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken) =>
            (await ReadSnapshotsAsync(cancellationToken)).Snapshots;

        public async Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken)
        {
            await store.Objects.ListAsync("repo/snapshots/", cancellationToken);
            return new SnapshotListing([.. store.Snapshots], [.. store.Damaged]);
        }

        public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task LoadBlobsAsync(
            BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
            CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Engine(FakeBoxStore store, IRepository repository, TimeProvider time) : ISnapshotEngine
    {
        public Task<ChangeScan> ScanAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            store.Scans++;
            return Task.FromResult(new ChangeScan(store.IsDirty, store.Files, store.Bytes, TimeSpan.FromMilliseconds(1)));
        }

        public async Task<SnapshotResult> SnapshotAsync(SnapshotRequest request, CancellationToken cancellationToken)
        {
            var mark = time.GetUtcNow();
            store.IsDirty = false;
            store.Marks++;
            try
            {
                store.DuringSnapshot();
                await store.Gate.WaitAsync(cancellationToken);
                await repository.FlushAsync(cancellationToken);
                var id = await repository.SaveSnapshotAsync(
                    new SnapshotDocument
                    {
                        Time = mark,
                        Parent = request.Parent,
                        Tree = default,
                        Paths = ["/state", "/relay"],
                        Hostname = TestPod.BoxUid,
                        Tags = [$"epoch={request.Epoch}", .. request.Tags],
                        Summary = new SnapshotSummary(mark, mark, 0, 0, 0, 0, 0, store.Files, store.Bytes),
                    },
                    cancellationToken);
                return new SnapshotResult(id, mark, store.Files, store.Bytes, 5, store.DirtyPaths);
            }
            catch
            {
                store.IsDirty = true;
                throw;
            }
        }

        public async Task<RestoreResult> RestoreAsync(string snapshotId, string targetFolder, CancellationToken cancellationToken)
        {
            Directory.EnumerateFileSystemEntries(targetFolder).Should().BeEmpty("an engine restores into an empty folder");
            var state = Directory.CreateDirectory(Path.Combine(targetFolder, "state"));
            await File.WriteAllTextAsync(Path.Combine(state.FullName, "notes.md"), snapshotId, cancellationToken);
            if (store.RestoreFault is { } fault)
            {
                throw fault;
            }

            await File.WriteAllTextAsync(Path.Combine(state.FullName, "more.md"), "more", cancellationToken);
            return new RestoreResult(snapshotId, 2, snapshotId.Length + 4);
        }
    }
}
