using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.LeaderElection;
using Smartbox.Kubernetes.Tests.Faults;

namespace Smartbox.Kubernetes.Tests.LeaderElection;

public sealed class LeaderElectorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeLease _lease = new();

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    [Fact]
    public async Task Acquire_NobodyHoldsIt_LeadsAtOnce()
    {
        var (elector, _) = Replica("a");

        await elector.AcquireAsync(_stop.Token);

        elector.IsLeader.Should().BeTrue();
        _lease.Holder.Should().Be("a");
    }

    [Fact]
    public async Task Release_ByTheLeader_IsTakenByTheOtherWithoutWaiting()
    {
        var (first, _) = Replica("a");
        var (second, _) = Replica("b");
        await first.AcquireAsync(_stop.Token);
        var waiting = second.AcquireAsync(_stop.Token);

        await first.ReleaseAsync(_stop.Token);
        await Eventually.HoldsAsync(() => waiting.IsCompleted, "the other replica leads, with no time passing");

        first.IsLeader.Should().BeFalse();
        _lease.Holder.Should().Be("b");
        _lease.Transitions.Should().Be(1);
    }

    [Fact]
    public async Task Leader_ThatIsCutOff_EndsBeforeAnotherBegins()
    {
        var (first, cut) = Replica("a");
        var (second, _) = Replica("b", TimeSpan.FromHours(-3));
        await first.AcquireAsync(_stop.Token);
        var renewing = first.RenewUntilLostAsync(_stop.Token);
        var waiting = second.AcquireAsync(_stop.Token);

        cut.IsCut = true;
        var start = _time.GetUtcNow();
        TimeSpan? ended = null;
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => waiting.IsCompleted || Note(), "the other replica leads");

        renewing.IsCompleted.Should().BeTrue();
        ended.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(10.5));
        (_time.GetUtcNow() - start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(14)).And.BeLessThan(TimeSpan.FromSeconds(25));

        bool Note()
        {
            ended ??= first.IsLeader ? null : _time.GetUtcNow() - start;
            return false;
        }
    }

    [Fact]
    public async Task Leader_OneFailedRenewal_KeepsTheLease()
    {
        var (elector, client) = Replica("a");
        await elector.AcquireAsync(_stop.Token);
        var renewing = elector.RenewUntilLostAsync(_stop.Token);

        client.IsCut = true;
        var start = _time.GetUtcNow();
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.1), () => _time.GetUtcNow() - start > TimeSpan.FromSeconds(6), "six seconds passed");
        client.IsCut = false;
        var writes = _lease.Writes;
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.1), () => _lease.Writes > writes, "it renewed again");

        elector.IsLeader.Should().BeTrue();
        renewing.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Leader_PausedBeyondTheDeadline_KnowsThatItIsNone()
    {
        var (elector, _) = Replica("a");
        await elector.AcquireAsync(_stop.Token);

        _time.Advance(TimeSpan.FromSeconds(10));

        elector.IsLeader.Should().BeFalse("a worker that wakes from a long pause asks before it acts");
    }

    [Fact]
    public async Task Leader_WhoseLeaseAnotherTook_EndsWithTheNextRenewal()
    {
        var (first, _) = Replica("a");
        await first.AcquireAsync(_stop.Token);
        var renewing = first.RenewUntilLostAsync(_stop.Token);
        var other = new FakeLease.Client(_lease, _time);
        var lease = await other.GetAsync(_stop.Token);
        await other.UpdateAsync(lease!.Spec with { HolderIdentity = "thief" }, lease.Metadata.ResourceVersion, _stop.Token);

        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => renewing.IsCompleted, "it noticed");

        first.IsLeader.Should().BeFalse();
        _lease.Holder.Should().Be("thief");
    }

    [Fact]
    public async Task Standby_WithAClockHoursAhead_DoesNotTakeAHealthyLeadersLease()
    {
        var (first, _) = Replica("a");
        var (second, _) = Replica("b", TimeSpan.FromHours(5));
        await first.AcquireAsync(_stop.Token);
        var renewing = first.RenewUntilLostAsync(_stop.Token);
        var waiting = second.AcquireAsync(_stop.Token);

        var start = _time.GetUtcNow();
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.1), () => _time.GetUtcNow() - start > TimeSpan.FromSeconds(60), "a minute passed");

        first.IsLeader.Should().BeTrue();
        renewing.IsCompleted.Should().BeFalse();
        waiting.IsCompleted.Should().BeFalse();
        _lease.Transitions.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Replicas_CutAndJoinedAtRandom_NeverLeadTogetherAndOneLeadsInTheEnd(int seed)
    {
        var random = new Random(seed);
        var replicas = Enumerable.Range(0, 2).Select(i => Replica($"r{i}", TimeSpan.FromMinutes(random.Next(-90, 90)))).ToList();
        foreach (var (elector, _) in replicas)
        {
            _ = CompeteAsync(elector);
        }

        // 15 minutes, half a second at a time, a few real milliseconds each for the tasks to run.
        for (var i = 0; i < 1800; i++)
        {
            if (random.Next(40) == 0)
            {
                var (_, client) = replicas[random.Next(2)];
                client.IsCut = !client.IsCut;
            }

            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            replicas.Count(r => r.Elector.IsLeader).Should().BeLessThanOrEqualTo(1);
        }

        replicas.ForEach(r => r.Client.IsCut = false);
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => replicas.Count(r => r.Elector.IsLeader) == 1, "one leads");
        _lease.Transitions.Should().BePositive("the lease changed hands, or the test shows nothing");
    }

    // A process that lost its lease is started again, as a deployment would.
    private async Task CompeteAsync(LeaderElector elector)
    {
        while (!_stop.IsCancellationRequested)
        {
            await elector.AcquireAsync(_stop.Token);
            await elector.RenewUntilLostAsync(_stop.Token);
        }
    }

    private (LeaderElector Elector, FakeLease.Client Client) Replica(string identity, TimeSpan skew = default)
    {
        var client = new FakeLease.Client(_lease, _time);
        var settings = new ElectionSettings("test", identity, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));
        return (new LeaderElector(client, settings, new SkewedTime(_time, skew), () => 0.5, NullLogger.Instance), client);
    }
}
