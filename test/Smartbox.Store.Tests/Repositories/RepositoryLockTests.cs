using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Store.Repositories;
using Smartbox.Store.Tests.Faults;

namespace Smartbox.Store.Tests.Repositories;

public sealed class RepositoryLockTests : IAsyncLifetime
{
    private readonly MemoryObjectStore _bucket = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
    private Repository _repository = null!;
    private UnpackedFiles _files = null!;
    private BlobCodecPool _codecs = null!;

    public async Task InitializeAsync()
    {
        _repository = await Repository.OpenOrCreateAsync(_bucket, Scenario.Password, Scenario.Options with { Time = _clock }, CancellationToken.None);
        var (name, file) = _bucket.Objects.Single(o => o.Key.StartsWith("keys/", StringComparison.Ordinal));
        PasswordKeys.TryOpen(file, name, Scenario.Password, out var key).Should().BeTrue();
        _codecs = new BlobCodecPool(key!);
        _files = new UnpackedFiles(_bucket, _codecs);
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        _codecs.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task LockAsync_Held_IsASharedLockUntilItEnds()
    {
        var held = await _repository.LockAsync(CancellationToken.None);

        var document = await _files.LoadAsync(RepositoryKeys.Locks, Locks().Single(), RepositoryJson.Default.LockDocument, CancellationToken.None);
        document.Should().BeEquivalentTo(new { Time = _clock.GetUtcNow(), Exclusive = false, Hostname = "box-uid", Username = "smartbox" });
        await held.DisposeAsync();
        Locks().Should().BeEmpty();
    }

    [Fact]
    public async Task LockAsync_HeldForLong_IsRenewedEveryFiveMinutes()
    {
        await using var held = await _repository.LockAsync(CancellationToken.None);
        for (var i = 0; i < 8; i++)
        {
            var before = Locks().Single();

            _clock.Advance(TimeSpan.FromMinutes(5));

            await Eventually(() => Locks() is [var only] && only != before);
        }

        var document = await _files.LoadAsync(RepositoryKeys.Locks, Locks().Single(), RepositoryJson.Default.LockDocument, CancellationToken.None);
        document.Time.Should().Be(_clock.GetUtcNow());
    }

    [Fact]
    public async Task LockAsync_AnotherHoldsAnExclusiveOne_Waits()
    {
        var other = await AddLockAsync(exclusive: true, "laptop", TimeSpan.Zero);
        var acquire = _repository.LockAsync(CancellationToken.None);
        await Eventually(() => Locks() is [var only] && only == other);
        acquire.IsCompleted.Should().BeFalse();

        await _files.DeleteAsync(RepositoryKeys.Locks, other, CancellationToken.None);
        await Eventually(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            return acquire.IsCompleted;
        });

        await using var held = await acquire;
        Locks().Should().ContainSingle();
    }

    [Fact]
    public async Task LockAsync_CallerGivesUpWaiting_LeavesNoLock()
    {
        var other = await AddLockAsync(exclusive: true, "laptop", TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        var acquire = _repository.LockAsync(stop.Token);
        await Eventually(() => Locks() is [var only] && only == other);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => acquire).Should().ThrowAsync<OperationCanceledException>();
        Locks().Should().Equal(other);
    }

    [Theory]
    [InlineData(true, "laptop", 31, false)]
    [InlineData(false, "laptop", 31, false)]
    [InlineData(false, "laptop", 29, true)]
    [InlineData(false, "box-uid", 1, false)]
    public async Task LockAsync_LockOfAnother_IsRemovedWhenItIsStaleOrOurOwn(bool exclusive, string hostname, int minutes, bool stays)
    {
        var other = await AddLockAsync(exclusive, hostname, TimeSpan.FromMinutes(minutes));

        await using var held = await _repository.LockAsync(CancellationToken.None);

        Locks().Contains(other).Should().Be(stays);
    }

    [Fact]
    public async Task LockAsync_LockThatCannotBeRead_DoesNotStopTheBox()
    {
        _bucket.Objects["locks/" + new string('a', 64)] = [];

        await using var held = await _repository.LockAsync(CancellationToken.None);

        Locks().Should().HaveCount(2);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
        }
    }

    private List<string> Locks() =>
        [.. _bucket.Objects.Keys.Where(k => k.StartsWith(RepositoryKeys.Locks, StringComparison.Ordinal)).Select(k => k[RepositoryKeys.Locks.Length..])];

    private Task<string> AddLockAsync(bool exclusive, string hostname, TimeSpan age) => _files.SaveAsync(
        RepositoryKeys.Locks,
        JsonSerializer.SerializeToUtf8Bytes(
            new LockDocument { Time = _clock.GetUtcNow() - age, Exclusive = exclusive, Hostname = hostname, Username = "user", Pid = 1 },
            RepositoryJson.Default.LockDocument),
        CancellationToken.None);
}
