using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Tests.Faults;

namespace Smartbox.Store.Tests.Repositories;

/// <summary>Kills, lost replies, and buckets that lie: what was acknowledged can be read, and wrong bytes are never taken for right ones.</summary>
public sealed class RepositoryFaultTests
{
    private static readonly byte[][] First = [Scenario.Text(4000), Scenario.Noise(1, 5000)];
    private static readonly byte[][] Second = [Scenario.Text(4000), Scenario.Noise(2, 6000), Scenario.Text(100)];

    private readonly MemoryObjectStore _bucket = new();

    [Theory]
    [InlineData((int)Fault.Fail)]
    [InlineData((int)Fault.ReplyLost)]
    public async Task SaveSnapshotAsync_KilledAtAnyPoint_LeavesARepositoryThatGoesOn(int last)
    {
        for (var operations = 0; ; operations++)
        {
            var bucket = new MemoryObjectStore();
            var faulty = new FaultyObjectStore(bucket);
            faulty.KillAfter(operations, (Fault)last);
            List<(string Id, byte[][] Contents)> acknowledged = [];

            var finished = await TryRunAsync(faulty, acknowledged);

            using (var repository = await Scenario.OpenOrCreateAsync(bucket))
            {
                acknowledged.Add((await Scenario.SaveSnapshotAsync(repository, Second), Second));
            }

            foreach (var (id, contents) in acknowledged)
            {
                await Scenario.ReadAsync(bucket, id, contents);
            }

            if (finished)
            {
                operations.Should().BeGreaterThan(12, "the kill must have hit each step");
                return;
            }
        }
    }

    [SkippableFact]
    public async Task SaveSnapshotAsync_KilledAtAnyPoint_LeavesWhatResticFindsClean()
    {
        Restic.SkipWhereAbsent();
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        var restic = new Restic(folder.Path, Scenario.Password);
        (await Scenario.OpenOrCreateAsync(store)).Dispose();
        var finished = false;
        for (var operations = 0; !finished; operations++)
        {
            var faulty = new FaultyObjectStore(store);
            faulty.KillAfter(operations);
            finished = await TryRunAsync(faulty, []);
        }

        await restic.RunAsync("check", "--read-data");
    }

    [Fact]
    public async Task FlushAsync_AfterFailures_UploadsWhatWasTakenBefore()
    {
        var faulty = new FaultyObjectStore(_bucket);
        using var repository = await Scenario.OpenOrCreateAsync(faulty);
        await repository.SaveBlobAsync(BlobType.Data, First[1], CancellationToken.None);

        faulty.Plan = o => o.Kind == FaultyKind.Put ? Fault.Fail : Fault.None;
        await FluentActions.Awaiting(() => repository.FlushAsync(CancellationToken.None)).Should().ThrowAsync<ObjectStoreException>();
        faulty.Plan = o => o.Key.StartsWith("index/", StringComparison.Ordinal) ? Fault.ReplyLost : Fault.None;
        await FluentActions.Awaiting(() => repository.FlushAsync(CancellationToken.None)).Should().ThrowAsync<ObjectStoreException>();
        faulty.Plan = _ => Fault.None;
        repository.Contains(BlobType.Data, BlobId.Of(First[1])).Should().BeTrue();
        var snapshot = await Scenario.SaveSnapshotAsync(repository, First);

        await Scenario.ReadAsync(_bucket, snapshot, First);
        _bucket.Objects.Keys.Count(k => k.StartsWith("data/", StringComparison.Ordinal)).Should().Be(3, "nothing was uploaded twice");
    }

    [Fact]
    public async Task FlushAsync_CallerGaveUp_GoesOnWithTheNextCaller()
    {
        var blocked = new BlockingStore(_bucket);
        using var repository = await Scenario.OpenOrCreateAsync(blocked);
        blocked.IsBlocked = true;
        using var stop = new CancellationTokenSource();
        var flush = Scenario.SaveSnapshotAsync(new CancellableRepository(repository, stop.Token), First);
        await blocked.Blocked;
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => flush).Should().ThrowAsync<OperationCanceledException>();

        blocked.IsBlocked = false;
        var snapshot = await Scenario.SaveSnapshotAsync(repository, First);

        await Scenario.ReadAsync(_bucket, snapshot, First);
    }

    [Theory]
    [InlineData("index/", (int)Fault.Truncated)]
    [InlineData("index/", (int)Fault.Empty)]
    [InlineData("index/", (int)Fault.Flipped)]
    [InlineData("snapshots/", (int)Fault.Truncated)]
    [InlineData("snapshots/", (int)Fault.Empty)]
    [InlineData("snapshots/", (int)Fault.Flipped)]
    public async Task SaveSnapshotAsync_BucketThatStoresSomethingElse_IsNotAcknowledged(string folder, int fault)
    {
        var faulty = new FaultyObjectStore(_bucket);
        using var repository = await Scenario.OpenOrCreateAsync(faulty);
        faulty.Plan = o => o.Kind == FaultyKind.Put && o.Key.StartsWith(folder, StringComparison.Ordinal) ? (Fault)fault : Fault.None;

        var save = () => Scenario.SaveSnapshotAsync(repository, First);

        (await save.Should().ThrowAsync<RepositoryException>()).Which.Message.Should().Contain(folder).And.Contain("damaged");
    }

    [Fact]
    public async Task ReadAsync_OneByteFlippedAnywhere_IsRefusedOrDoesNotMatter()
    {
        var (snapshot, packHeaders) = await PrepareAsync();
        foreach (var (key, content) in _bucket.Objects.ToArray())
        {
            for (var i = 0; i < content.Length; i += 1 + (content.Length / 60))
            {
                content[i] ^= 0x40;
                if (key.StartsWith("data/", StringComparison.Ordinal) && i >= packHeaders[key])
                {
                    // A restore does not look at the list at a pack's end: the index says the same.
                    await Scenario.ReadAsync(_bucket, snapshot, First);
                }
                else
                {
                    await ShouldBeRefusedAsync(snapshot, $"byte {i} of {key} is wrong");
                }

                content[i] ^= 0x40;
            }
        }

        await Scenario.ReadAsync(_bucket, snapshot, First);
    }

    [Fact]
    public async Task ReadAsync_ObjectTruncatedEmptyOrGone_IsRefused()
    {
        var (snapshot, _) = await PrepareAsync();
        foreach (var (key, content) in _bucket.Objects.ToArray())
        {
            foreach (var length in new[] { 0, 1, content.Length / 2 })
            {
                _bucket.Objects[key] = content[..length];
                await ShouldBeRefusedAsync(snapshot, $"{key} has {length} bytes of {content.Length}");
            }

            _bucket.Objects.TryRemove(key, out _);
            await ShouldBeRefusedAsync(snapshot, $"{key} is gone");
            _bucket.Objects[key] = content;
        }
    }

    [Fact]
    public async Task ReadAsync_ObjectsSwapped_IsRefused()
    {
        var (snapshot, _) = await PrepareAsync();
        var keys = _bucket.Objects.Keys.ToList();
        foreach (var one in keys)
        {
            foreach (var other in keys.Where(k => string.CompareOrdinal(one, k) < 0))
            {
                (_bucket.Objects[one], _bucket.Objects[other]) = (_bucket.Objects[other], _bucket.Objects[one]);
                await ShouldBeRefusedAsync(snapshot, $"{one} and {other} are swapped");
                (_bucket.Objects[one], _bucket.Objects[other]) = (_bucket.Objects[other], _bucket.Objects[one]);
            }
        }
    }

    [Fact]
    public async Task ReadSnapshotsAsync_OneIsDamaged_GivesTheOthersAndSaysWhich()
    {
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        var good = await Scenario.SaveSnapshotAsync(repository, First);
        var bad = await Scenario.SaveSnapshotAsync(repository, Second);
        _bucket.Objects["snapshots/" + bad][20] ^= 1;

        var listing = await repository.ReadSnapshotsAsync(CancellationToken.None);

        listing.Snapshots.Should().ContainSingle().Which.Id.Should().Be(good);
        listing.Damaged.Should().ContainSingle().Which.Id.Should().Be(bad);
        await FluentActions.Awaiting(() => repository.ListSnapshotsAsync(CancellationToken.None)).Should().ThrowAsync<RepositoryException>();
    }

    [Fact]
    public async Task LoadBlobAsync_Damaged_NamesTheBlobAndThePack()
    {
        await PrepareAsync();
        using var repository = await Scenario.OpenAsync(_bucket);
        var pack = DataPacks().Single();
        _bucket.Objects[pack][100] ^= 1;

        var error = await FailureAsync(() => LoadAllAsync(repository));

        error.Blob.Should().NotBeNull();
        First.Select(c => BlobId.Of(c)).Should().Contain(error.Blob!.Value);
        error.Message.Should().Contain(error.Blob.ToString()).And.Contain(pack);
    }

    private static Task<RepositoryException> FailureAsync(Func<Task> action) =>
        action.Should().ThrowAsync<RepositoryException>().ContinueWith(t => t.GetAwaiter().GetResult().Which, TaskScheduler.Default);

    private static Task LoadAllAsync(Repository repository) => repository.LoadBlobsAsync(
        BlobType.Data, [.. First.Select(c => BlobId.Of(c))], (_, _, _) => ValueTask.CompletedTask, CancellationToken.None);

    /// <summary>Two snapshots, as a process does them; false when the bucket failed before the end.</summary>
    private static async Task<bool> TryRunAsync(FaultyObjectStore store, List<(string Id, byte[][] Contents)> acknowledged)
    {
        try
        {
            using var repository = await Scenario.OpenOrCreateAsync(store);
            foreach (var contents in new[] { First, Second })
            {
                await using (await repository.LockAsync(CancellationToken.None))
                {
                    acknowledged.Add((await Scenario.SaveSnapshotAsync(repository, contents), contents));
                }
            }

            return true;
        }
        catch (ObjectStoreException)
        {
            return false;
        }
    }

    private IEnumerable<string> DataPacks()
    {
        using var box = new SealedBox(Key());
        return [.. _bucket.Objects.Where(o => o.Key.StartsWith("data/", StringComparison.Ordinal) && Entries(box, o.Value)[0].Type == BlobType.Data).Select(o => o.Key)];
    }

    private static List<PackEntry> Entries(SealedBox box, byte[] pack)
    {
        var length = BitConverter.ToInt32(pack, pack.Length - PackHeader.TrailerLength);
        return PackHeader.Parse(box.OpenCopy(pack.AsSpan(pack.Length - PackHeader.TrailerLength - length, length)))!;
    }

    private MasterKey Key()
    {
        var (name, file) = _bucket.Objects.Single(o => o.Key.StartsWith("keys/", StringComparison.Ordinal));
        PasswordKeys.TryOpen(file, name, Scenario.Password, out var key).Should().BeTrue();
        return key!;
    }

    /// <summary>A repository of one snapshot, and where the header of each pack begins.</summary>
    private async Task<(string Snapshot, Dictionary<string, int> PackHeaders)> PrepareAsync()
    {
        string snapshot;
        using (var repository = await Scenario.OpenOrCreateAsync(_bucket))
        {
            snapshot = await Scenario.SaveSnapshotAsync(repository, First);
        }

        using var box = new SealedBox(Key());
        var headers = _bucket.Objects.Where(o => o.Key.StartsWith("data/", StringComparison.Ordinal))
            .ToDictionary(o => o.Key, o => (int)Entries(box, o.Value).Sum(e => e.Length));
        return (snapshot, headers);
    }

    private async Task ShouldBeRefusedAsync(string snapshot, string because)
    {
        // The whole tree is read, as a restore does.
        var read = async () =>
        {
            await Scenario.ReadAsync(_bucket, snapshot, First);
            using var repository = await Scenario.OpenAsync(_bucket);
            await LoadAllAsync(repository);
            await LoadTreesAsync(repository);
        };

        var error = (await read.Should().ThrowAsync<Exception>(because)).Which;
        (error is RepositoryException or InvalidOperationException { Message: "Sequence contains no matching element" })
            .Should().BeTrue("{0}, but it failed with {1}", because, error);
    }

    private static async Task LoadTreesAsync(Repository repository)
    {
        foreach (var (_, snapshot) in await repository.ListSnapshotsAsync(CancellationToken.None))
        {
            var root = await repository.LoadBlobAsync(BlobType.Tree, snapshot.Tree, CancellationToken.None);
            var subtree = System.Text.Json.JsonDocument.Parse(root).RootElement.GetProperty("nodes")[0].GetProperty("subtree").GetString()!;
            await repository.LoadBlobAsync(BlobType.Tree, BlobId.Parse(subtree), CancellationToken.None);
        }
    }

    /// <summary>Holds PUTs of packs until they are cancelled.</summary>
    private sealed class BlockingStore(IObjectStore inner) : DelegatingStore(inner)
    {
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsBlocked { get; set; }

        public Task Blocked => _blocked.Task;

        public override async Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
        {
            if (IsBlocked)
            {
                _blocked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return await base.PutAsync(key, content, ifAbsent, cancellationToken);
        }
    }

    /// <summary>Replaces the token of each call.</summary>
    private sealed class CancellableRepository(Repository inner, CancellationToken token) : IRepository
    {
        public string Id => inner.Id;

        public long UploadedBytes => inner.UploadedBytes;

        public bool Contains(BlobType type, BlobId id) => inner.Contains(type, id);

        public ValueTask<BlobId> SaveBlobAsync(BlobType type, ReadOnlyMemory<byte> plaintext, CancellationToken cancellationToken) =>
            inner.SaveBlobAsync(type, plaintext, token);

        public Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(token);

        public Task<ReadOnlyMemory<byte>> LoadBlobAsync(BlobType type, BlobId id, CancellationToken cancellationToken) => inner.LoadBlobAsync(type, id, token);

        public Task<string> SaveSnapshotAsync(SnapshotDocument snapshot, CancellationToken cancellationToken) => inner.SaveSnapshotAsync(snapshot, token);

        public int? LengthOf(BlobType type, BlobId id) => inner.LengthOf(type, id);

        public Task LoadBlobsAsync(
            BlobType type, IReadOnlyCollection<BlobId> ids, Func<BlobId, ReadOnlyMemory<byte>, CancellationToken, ValueTask> consume,
            CancellationToken cancellationToken) =>
            inner.LoadBlobsAsync(type, ids, consume, token);

        public Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => inner.LockAsync(token);

        public Task<SnapshotListing> ReadSnapshotsAsync(CancellationToken cancellationToken) => inner.ReadSnapshotsAsync(token);

        public Task<IReadOnlyList<(string Id, SnapshotDocument Snapshot)>> ListSnapshotsAsync(CancellationToken cancellationToken) =>
            inner.ListSnapshotsAsync(token);
    }
}
