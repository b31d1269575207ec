using Microsoft.Extensions.Time.Testing;
using Smartbox.Sidecar.Storage;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Sidecar.Tests.Storage;

public sealed class DeadlineStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryObjectStore _bucket = new();
    private readonly DeadlineStore _store;

    public DeadlineStoreTests() => _store = new DeadlineStore(_bucket, TimeSpan.FromSeconds(60), _time);

    [Fact]
    public async Task Call_WithoutAnswer_IsUnavailableAfterThePatience()
    {
        _bucket.Hangs = true;
        var head = _store.HeadAsync("key", CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(59));
        head.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await FluentActions.Awaiting(() => head).Should().ThrowAsync<ObjectStoreException>()).Which.Error.Should().Be(ObjectStoreError.Unavailable);
    }

    [Fact]
    public async Task Put_OfManyBytes_GetsMoreTime()
    {
        _bucket.Hangs = true;
        var put = _store.PutAsync("key", new byte[128 * 1024 * 10], ifAbsent: false, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(69));
        put.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        await FluentActions.Awaiting(() => put).Should().ThrowAsync<ObjectStoreException>();
    }

    [Fact]
    public async Task Call_CancelledByItsCaller_IsCancelled()
    {
        _bucket.Hangs = true;
        using var caller = new CancellationTokenSource();
        var list = _store.ListAsync("", caller.Token);

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => list).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Calls_ThatAnswer_PassThrough()
    {
        (await _store.PutAsync("key", "text"u8.ToArray(), ifAbsent: true, CancellationToken.None)).Should().BeTrue();
        (await _store.PutAsync("key", "other"u8.ToArray(), ifAbsent: true, CancellationToken.None)).Should().BeFalse();
        (await _store.HeadAsync("key", CancellationToken.None)).Should().Be(4);
        (await _store.GetAsync("key", 1, 2, CancellationToken.None)).Should().Equal("ex"u8.ToArray());
        (await _store.ListAsync("k", CancellationToken.None)).Should().Equal(new ObjectInfo("key", 4));
        await _store.DeleteAsync("key", CancellationToken.None);
        (await _store.HeadAsync("key", CancellationToken.None)).Should().BeNull();
        _store.RequestCount.Should().Be(7);
    }
}
