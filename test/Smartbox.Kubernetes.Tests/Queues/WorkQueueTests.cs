using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Queues;

namespace Smartbox.Kubernetes.Tests.Queues;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly EntityKey s_key = new("ns", "a");
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue _queue;

    public WorkQueueTests() => _queue = New(_time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Add_ManyTimesWhileWaiting_RunsOnce()
    {
        _queue.Add(s_key);
        _queue.Add(s_key);
        _queue.Add(s_key);

        (await TakeAsync()).Should().Be(s_key);
        _queue.Done(s_key);

        _queue.Depth.Should().Be(0);
    }

    [Fact]
    public async Task Add_ManyTimesWhileRunning_RunsExactlyOnceMoreAndNotBeforeDone()
    {
        _queue.Add(s_key);
        await TakeAsync();

        _queue.Add(s_key);
        _queue.Add(s_key);
        _queue.Depth.Should().Be(0, "the same key never runs twice at once");

        _queue.Done(s_key);
        (await TakeAsync()).Should().Be(s_key);
        _queue.Done(s_key);
        _queue.Depth.Should().Be(0);
    }

    [Fact]
    public void AddAfter_Twice_KeepsTheEarliestTime()
    {
        _queue.AddAfter(s_key, TimeSpan.FromSeconds(10));
        _queue.AddAfter(s_key, TimeSpan.FromSeconds(5));
        _queue.AddAfter(s_key, TimeSpan.FromSeconds(20));

        _time.Advance(TimeSpan.FromSeconds(4.9));
        _queue.Depth.Should().Be(0);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        _queue.Depth.Should().Be(1);
    }

    [Fact]
    public async Task AddAfter_WhatAnImmediateAddOvertook_DoesNotRunAgain()
    {
        _queue.AddAfter(s_key, TimeSpan.FromSeconds(10));
        _queue.Add(s_key);
        await TakeAsync();
        _queue.Done(s_key);

        _time.Advance(TimeSpan.FromMinutes(1));

        _queue.Depth.Should().Be(0);
    }

    [Fact]
    public async Task AddRateLimited_AfterAnImmediateAdd_StillKnowsTheFailures()
    {
        await FailAsync(times: 3);
        _queue.Add(s_key);
        await TakeAsync();
        _queue.AddRateLimited(s_key);
        _queue.Done(s_key);

        _time.Advance(TimeSpan.FromMilliseconds(39));
        _queue.Depth.Should().Be(0, "the fourth failure waits 40 ms");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _queue.Depth.Should().Be(1);
    }

    [Fact]
    public async Task Forget_AfterFailures_StartsAtTheShortestDelay()
    {
        await FailAsync(times: 5);
        _queue.Add(s_key);
        await TakeAsync();
        _queue.Forget(s_key);
        _queue.AddRateLimited(s_key);
        _queue.Done(s_key);

        _time.Advance(TimeSpan.FromMilliseconds(5));

        _queue.Depth.Should().Be(1);
    }

    [Fact]
    public async Task AddRateLimited_FailingForEver_NeverWaitsLongerThan16Minutes()
    {
        await FailAsync(times: 60);

        _queue.Depth.Should().Be(1);
    }

    [Fact]
    public async Task Take_ANamespaceWithThousandsOfKeys_DoesNotStarveAnother()
    {
        for (var i = 0; i < 1000; i++)
        {
            _queue.Add(new EntityKey("busy", $"b{i}"));
        }

        _queue.Add(new EntityKey("calm", "c"));

        var first = await TakeAsync();
        var second = await TakeAsync();

        new[] { first.Namespace, second.Namespace }.Should().Contain("calm");
    }

    [Fact]
    public async Task Take_Cancelled_LosesNoKey()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = _queue.TakeAsync(cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        _queue.Add(s_key);

        // A cancellation that comes at the same time may or may not win; the key is handed over either way.
        await waiting.ContinueWith(_ => { }, TaskScheduler.Default);
        (waiting.IsCompletedSuccessfully ? await waiting : await TakeAsync()).Should().Be(s_key);
    }

    [Fact]
    public async Task AddAfter_ManyOvertakenDelays_AreNotKept()
    {
        for (var i = 0; i < 100_000; i++)
        {
            _queue.AddAfter(s_key, TimeSpan.FromHours(10) - TimeSpan.FromSeconds(i % 3000));
            _queue.Add(s_key);
            await TakeAsync();
            _queue.Done(s_key);
        }

        _queue.PendingDelays.Should().BeLessThan(5000);
    }

    internal static WorkQueue New(TimeProvider time) =>
        new(new Backoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(16), 0.2), time, () => 0, new QueueMetrics("test"));

    private async Task FailAsync(int times)
    {
        _queue.Add(s_key);
        for (var i = 0; i < times; i++)
        {
            await TakeAsync();
            _queue.AddRateLimited(s_key);
            _queue.Done(s_key);
            _time.Advance(TimeSpan.FromMinutes(16));
        }
    }

    private ValueTask<EntityKey> TakeAsync()
    {
        _queue.Depth.Should().BePositive();
        return _queue.TakeAsync(CancellationToken.None);
    }
}
