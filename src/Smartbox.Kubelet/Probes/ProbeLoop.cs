using k8s.Models;

namespace Smartbox.Kubelet.Probes;

/// <summary>Tries one probe each period and tells when its verdict changes.</summary>
/// <param name="kind">What it decides.</param>
/// <param name="probe">How it is tried.</param>
/// <param name="attempt">One attempt.</param>
/// <param name="failed">Told of each failed attempt.</param>
/// <param name="decided">Told of the verdict when the threshold is reached, again each time for a failure.</param>
/// <param name="time">The clock.</param>
internal sealed class ProbeLoop(
    ProbeKind kind, V1Probe probe, Func<CancellationToken, Task<ProbeOutcome>> attempt, Action<ProbeKind, string> failed, Action<ProbeKind, bool> decided, TimeProvider time)
{
    /// <param name="started">Completes when the container has started; nothing but the startup probe is tried before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Task started, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds ?? 0), time, cancellationToken).ConfigureAwait(false);
            if (kind != ProbeKind.Startup)
            {
                await started.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            await TryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var successes = 0;
        var failures = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10)), time);
        do
        {
            var outcome = await AttemptAsync(cancellationToken).ConfigureAwait(false);
            if (outcome.IsSuccess)
            {
                failures = 0;
                if (++successes == Math.Max(1, probe.SuccessThreshold ?? 1))
                {
                    decided(kind, true);
                    if (kind == ProbeKind.Startup)
                    {
                        return;
                    }
                }
            }
            else
            {
                successes = 0;
                failed(kind, outcome.Output);
                if (++failures >= Math.Max(1, probe.FailureThreshold ?? 3))
                {
                    decided(kind, false);
                    if (kind != ProbeKind.Readiness)
                    {
                        // The container is stopped; its next run begins anew.
                        return;
                    }
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<ProbeOutcome> AttemptAsync(CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1));
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await attempt(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure(probe.Exec is { } exec
                ? $"command timed out: \"{string.Join(' ', exec.Command ?? [])}\" timed out after {limit.TotalSeconds:0}s"
                : $"no answer within {limit.TotalSeconds:0}s");
        }
    }
}
