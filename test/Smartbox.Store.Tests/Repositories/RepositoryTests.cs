using System.Collections.Concurrent;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;
using Smartbox.Store.Tests.Faults;

namespace Smartbox.Store.Tests.Repositories;

public sealed class RepositoryTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly MemoryObjectStore _bucket = new();

    [Fact]
    public async Task SaveBlobAsync_BlobsOfEachKindAndSize_AreReadBackInAnotherProcess()
    {
        byte[][] contents = [[], [1], Scenario.Text(100), Scenario.Noise(1, 100), Scenario.Text(3 * Megabyte), Scenario.Noise(2, 8 * Megabyte), new byte[8 * Megabyte]];
        using (var repository = await Scenario.OpenOrCreateAsync(_bucket))
        {
            foreach (var content in contents)
            {
                (await repository.SaveBlobAsync(BlobType.Data, content, CancellationToken.None)).Should().Be(BlobId.Of(content));
                await repository.SaveBlobAsync(BlobType.Tree, content, CancellationToken.None);
            }

            await repository.FlushAsync(CancellationToken.None);
        }

        using var again = await Scenario.OpenAsync(_bucket);
        foreach (var content in contents)
        {
            foreach (var type in Enum.GetValues<BlobType>())
            {
                (await again.LoadBlobAsync(type, BlobId.Of(content), CancellationToken.None)).Span.SequenceEqual(content).Should().BeTrue();
            }
        }
    }

    [Fact]
    public async Task SaveBlobAsync_BlobLargerThanAPack_GetsItsOwn()
    {
        var content = Scenario.Noise(1, 20 * Megabyte);
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        await repository.SaveBlobAsync(BlobType.Tree, Scenario.Text(100), CancellationToken.None);
        await repository.SaveBlobAsync(BlobType.Tree, content, CancellationToken.None);

        await repository.FlushAsync(CancellationToken.None);

        (await repository.LoadBlobAsync(BlobType.Tree, BlobId.Of(content), CancellationToken.None)).Span.SequenceEqual(content).Should().BeTrue();
        Packs().Should().HaveCount(2);
    }

    [Fact]
    public async Task SaveBlobAsync_KnownBlob_IsNotUploadedAgain()
    {
        var content = Scenario.Noise(1, 10_000);
        using (var repository = await Scenario.OpenOrCreateAsync(_bucket))
        {
            await Scenario.SaveSnapshotAsync(repository, content);
        }

        using var again = await Scenario.OpenAsync(_bucket);
        again.Contains(BlobType.Data, BlobId.Of(content)).Should().BeTrue();
        again.Contains(BlobType.Tree, BlobId.Of(content)).Should().BeFalse("kinds are apart");
        var before = _bucket.RequestCount;

        await Scenario.SaveSnapshotAsync(again, content);

        (_bucket.RequestCount - before).Should().Be(2, "only the snapshot is written, and read back");
        again.UploadedBytes.Should().BeLessThan(1000);
    }

    [Fact]
    public async Task SaveBlobAsync_SmallSnapshot_CostsSixRequests()
    {
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        var before = _bucket.RequestCount;

        await Scenario.SaveSnapshotAsync(repository, Scenario.Text(5000), Scenario.Text(6000));

        (_bucket.RequestCount - before).Should().Be(6, "two packs, index and snapshot are written, the last two read back");
        repository.UploadedBytes.Should().Be(
            _bucket.Objects.Where(o => o.Key != "config" && !o.Key.StartsWith("keys/", StringComparison.Ordinal)).Sum(o => o.Value.Length));
    }

    [Fact]
    public async Task SaveBlobAsync_FromManyThreads_LosesNothing()
    {
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        var contents = Enumerable.Range(0, 400).Select(i => Scenario.Noise(i % 200, 1000 + (i % 200))).ToList();

        await Parallel.ForEachAsync(contents, async (content, token) => await repository.SaveBlobAsync(BlobType.Data, content, token));
        var snapshot = await Scenario.SaveSnapshotAsync(repository);

        await Scenario.ReadAsync(_bucket, snapshot, contents);
    }

    [Fact]
    public async Task SaveBlobAsync_SlowBucket_HasTwoPacksOnTheWayAndNoMore()
    {
        var slow = new SlowStore(_bucket);
        using var repository = await Scenario.OpenOrCreateAsync(slow);
        slow.IsOpen = false;
        var save = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await repository.SaveBlobAsync(BlobType.Data, Scenario.Noise(i, Megabyte), CancellationToken.None);
            }

            await repository.FlushAsync(CancellationToken.None);
        });

        await slow.WaitingAsync(2);
        save.IsCompleted.Should().BeFalse("it waits for the bucket rather than fill memory");
        slow.IsOpen = true;
        await save;

        slow.Most.Should().Be(2);
        Packs().Should().HaveCount(5);
        Packs().Take(4).Should().OnlyContain(p => p.Value.Length > 7 * Megabyte && p.Value.Length <= 9 * Megabyte);
    }

    [Fact]
    public async Task LoadBlobsAsync_WholeSnapshot_ReadsEachPartOfAPackOnce()
    {
        var contents = Enumerable.Range(0, 300).Select(i => Scenario.Noise(i, 30_000)).ToList();
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        await Scenario.SaveSnapshotAsync(repository, contents);
        var before = _bucket.RequestCount;
        ConcurrentDictionary<BlobId, byte[]> read = [];

        await repository.LoadBlobsAsync(
            BlobType.Data, [.. contents.Concat(contents).Select(c => BlobId.Of(c))],
            (id, plaintext, _) =>
            {
                read.TryAdd(id, plaintext.ToArray()).Should().BeTrue("each comes once");
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);

        read.Should().HaveCount(300);
        contents.TrueForAll(c => read[BlobId.Of(c)].AsSpan().SequenceEqual(c)).Should().BeTrue();
        (_bucket.RequestCount - before).Should().BeLessThan(8, "9 MB are read in parts of 2 MiB");
    }

    [Fact]
    public async Task LoadBlobsAsync_ConsumerThatFails_EndsWithItsException()
    {
        var contents = Enumerable.Range(0, 100).Select(i => Scenario.Noise(i, 100_000)).ToList();
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        await Scenario.SaveSnapshotAsync(repository, contents);

        var load = () => repository.LoadBlobsAsync(
            BlobType.Data, [.. contents.Select(c => BlobId.Of(c))], (_, _, _) => throw new IOException("disk full"), CancellationToken.None);

        await load.Should().ThrowAsync<IOException>().WithMessage("disk full");
    }

    [Fact]
    public async Task LoadBlobAsync_OneAfterTheOther_ReadsAhead()
    {
        var contents = Enumerable.Range(0, 300).Select(i => Scenario.Noise(i, 20_000)).ToList();
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        var snapshot = await Scenario.SaveSnapshotAsync(repository, contents);
        var before = _bucket.RequestCount;

        await Scenario.ReadAsync(_bucket, snapshot, contents);

        (_bucket.RequestCount - before).Should().BeLessThan(15);
    }

    [Fact]
    public async Task SaveSnapshotAsync_TreeThatIsNotThere_IsRefused()
    {
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        var absent = BlobId.Of([1]);

        var save = () => repository.SaveSnapshotAsync(
            new SnapshotDocument { Time = TimeProvider.System.GetUtcNow(), Tree = absent, Paths = ["/state"], Hostname = "box" }, CancellationToken.None);

        (await save.Should().ThrowAsync<RepositoryException>()).Which.Blob.Should().Be(absent);
        _bucket.Objects.Keys.Should().NotContain(k => k.StartsWith("snapshots/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ListSnapshotsAsync_AllFields_ComeBack()
    {
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        var tree = await repository.SaveBlobAsync(BlobType.Tree, "{\"nodes\":[]}\n"u8.ToArray(), CancellationToken.None);
        var time = new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.FromHours(1)).AddTicks(1_234_567);
        var snapshot = new SnapshotDocument
        {
            Time = time,
            Parent = new string('a', 64),
            Tree = tree,
            Paths = ["/state", "/relay"],
            Hostname = "box",
            Username = "someone",
            Uid = 65532,
            Gid = 65533,
            Tags = ["epoch=4", "manual"],
            ProgramVersion = "smartbox 0.1.0",
            Summary = new SnapshotSummary(time, time.AddSeconds(1), 1, 2, 3, 4, 5, 6, 7),
        };

        var id = await repository.SaveSnapshotAsync(snapshot, CancellationToken.None);

        var (readId, read) = (await repository.ListSnapshotsAsync(CancellationToken.None)).Should().ContainSingle().Subject;
        readId.Should().Be(id);
        read.Should().BeEquivalentTo(snapshot);
    }

    [Fact]
    public async Task LockAsync_AnotherWriterAddedBlobs_SeesThem()
    {
        using var repository = await Scenario.OpenOrCreateAsync(_bucket);
        using (var other = await Scenario.OpenAsync(_bucket))
        {
            await Scenario.SaveSnapshotAsync(other, Scenario.Text(1000));
        }

        await using var held = await repository.LockAsync(CancellationToken.None);

        repository.Contains(BlobType.Data, BlobId.Of(Scenario.Text(1000))).Should().BeTrue();
    }

    private List<KeyValuePair<string, byte[]>> Packs() =>
        [.. _bucket.Objects.Where(o => o.Key.StartsWith("data/", StringComparison.Ordinal)).OrderByDescending(o => o.Value.Length)];

    /// <summary>Holds up PUTs of packs while it is closed.</summary>
    private sealed class SlowStore(IObjectStore inner) : DelegatingStore(inner)
    {
        private readonly SemaphoreSlim _changed = new(0);
        private volatile TaskCompletionSource _gate = new();
        private int _waiting;

        public int Most { get; private set; }

        public bool IsOpen
        {
            set
            {
                if (value)
                {
                    _gate.SetResult();
                }
                else
                {
                    _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }

        public async Task WaitingAsync(int count)
        {
            while (Volatile.Read(ref _waiting) < count)
            {
                (await _changed.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue();
            }
        }

        public override async Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
        {
            if (!key.StartsWith("data/", StringComparison.Ordinal))
            {
                return await base.PutAsync(key, content, ifAbsent, cancellationToken);
            }

            Most = Math.Max(Most, Interlocked.Increment(ref _waiting));
            _changed.Release();
            await _gate.Task;
            Interlocked.Decrement(ref _waiting);
            return await base.PutAsync(key, content, ifAbsent, cancellationToken);
        }
    }
}
