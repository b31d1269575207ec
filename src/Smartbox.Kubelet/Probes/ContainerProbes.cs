using k8s.Models;

namespace Smartbox.Kubelet.Probes;

/// <summary>The probes of one run of a container, and what they have shown.</summary>
internal sealed class ContainerProbes : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _changed;
    private volatile bool _isReady;
    private volatile string? _verdict;

    /// <param name="container">Its spec names the probes.</param>
    /// <param name="attempt">One attempt of a probe.</param>
    /// <param name="failed">Told of each failed attempt.</param>
    /// <param name="changed">Told when a property here has changed.</param>
    /// <param name="time">The clock.</param>
    public ContainerProbes(
        V1Container container, Func<V1Probe, CancellationToken, Task<ProbeOutcome>> attempt, Action<ProbeKind, string> failed, Action changed, TimeProvider time)
    {
        _changed = changed;
        _isReady = container.ReadinessProbe is null;
        if (container.StartupProbe is null)
        {
            _started.SetResult();
        }

        Run(ProbeKind.Startup, container.StartupProbe);
        Run(ProbeKind.Liveness, container.LivenessProbe);
        Run(ProbeKind.Readiness, container.ReadinessProbe);

        void Run(ProbeKind kind, V1Probe? probe)
        {
            if (probe is not null)
            {
                var loop = new ProbeLoop(kind, probe, token => attempt(probe, token), failed, Decide, time);
                _ = Task.Run(() => loop.RunAsync(_started.Task, _stop.Token), CancellationToken.None);
            }
        }
    }

    public bool IsStarted => _started.Task.IsCompleted;

    public bool IsReady => IsStarted && _isReady;

    /// <summary>The probe for which the container has to end: <c>liveness</c> or <c>startup</c>; null while it may live.</summary>
    public string? Verdict => _verdict;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Decide(ProbeKind kind, bool isGood)
    {
        switch (kind)
        {
            case ProbeKind.Readiness when _isReady != isGood:
                _isReady = isGood;
                break;
            case ProbeKind.Startup when isGood:
                _started.TrySetResult();
                break;
            case ProbeKind.Startup or ProbeKind.Liveness when !isGood:
                _verdict = kind == ProbeKind.Startup ? "startup" : "liveness";
                break;
            default:
                return;
        }

        _changed();
    }
}
