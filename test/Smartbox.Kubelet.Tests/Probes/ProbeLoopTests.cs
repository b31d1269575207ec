using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubelet.Probes;

namespace Smartbox.Kubelet.Tests.Probes;

public sealed class ProbeLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Queue<bool> _outcomes = [];
    private readonly List<string> _told = [];
    private readonly SemaphoreSlim _attempted = new(0);

    [Fact]
    public async Task Readiness_ChangesAtItsThresholdsOnly()
    {
        await RunAsync(ProbeKind.Readiness, new V1Probe { PeriodSeconds = 1, SuccessThreshold = 2, FailureThreshold = 3 }, true, true, false, false, true, false, false, false);

        _told.Should().Equal("Readiness True", "Readiness False");
    }

    [Fact]
    public async Task Liveness_AtItsThreshold_CondemnsOnce()
    {
        await RunAsync(ProbeKind.Liveness, new V1Probe { PeriodSeconds = 1, FailureThreshold = 2 }, true, false, true, false, false);

        _told.Should().Equal("Liveness True", "Liveness True", "Liveness False");
    }

    [Fact]
    public async Task Startup_ThatSucceeds_IsNotTriedAgain()
    {
        await RunAsync(ProbeKind.Startup, new V1Probe { PeriodSeconds = 1, FailureThreshold = 3 }, false, false, true);

        _told.Should().Equal("Startup True");
    }

    [Fact]
    public async Task Attempt_ThatTakesTooLong_HasFailed()
    {
        List<string> outputs = [];
        var loop = new ProbeLoop(
            ProbeKind.Liveness, new V1Probe { PeriodSeconds = 1, TimeoutSeconds = 2, FailureThreshold = 1 }, HangAsync, (_, output) => outputs.Add(output), (_, _) => { }, _time);
        var running = loop.RunAsync(Task.CompletedTask, CancellationToken.None);
        await _attempted.WaitAsync();

        _time.Advance(TimeSpan.FromSeconds(2));
        await running.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);

        outputs.Should().Equal("no answer within 2s");

        async Task<ProbeOutcome> HangAsync(CancellationToken token)
        {
            _attempted.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return ProbeOutcome.Success;
        }
    }

    [Fact]
    public async Task Probe_WithAnInitialDelay_IsNotTriedBefore()
    {
        _outcomes.Enqueue(true);
        using var stop = new CancellationTokenSource();
        var running = Loop(ProbeKind.Readiness, new V1Probe { InitialDelaySeconds = 5, PeriodSeconds = 1 }).RunAsync(Task.CompletedTask, stop.Token);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        var early = _attempted.CurrentCount;
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await _attempted.WaitAsync(TimeSpan.FromSeconds(10));
        await stop.CancelAsync();
        await running;

        early.Should().Be(0);
    }

    private ProbeLoop Loop(ProbeKind kind, V1Probe probe) => new(kind, probe, AttemptAsync, (_, _) => { }, (k, good) => _told.Add($"{k} {good}"), _time);

    private async Task RunAsync(ProbeKind kind, V1Probe probe, params bool[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _outcomes.Enqueue(outcome);
        }

        using var stop = new CancellationTokenSource();
        var running = Loop(kind, probe).RunAsync(Task.CompletedTask, stop.Token);
        for (var i = 0; i < outcomes.Length; i++)
        {
            (await _attempted.WaitAsync(TimeSpan.FromSeconds(10))).Should().BeTrue();

            // The loop has to be back at its timer, or be over.
            while (_outcomes.Count == outcomes.Length - i - 1 && !running.IsCompleted && i < outcomes.Length - 1 && _attempted.CurrentCount == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
        }

        await TestNode.UntilAsync(() => running.IsCompleted || _outcomes.Count == 0 ? "" : null, () => "attempts are left");
        await stop.CancelAsync();
        await running;
    }

    private Task<ProbeOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        var outcome = _outcomes.Dequeue() ? ProbeOutcome.Success : ProbeOutcome.Failure("no");
        _attempted.Release();
        return Task.FromResult(outcome);
    }
}
