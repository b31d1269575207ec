using k8s.Models;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>How long to wait before the pod of a box that fails is made again. Used by one reconcile at a time.</summary>
internal sealed class RestartBackoff(TimeProvider time)
{
    /// <value>1 s, doubled after each failure.</value>
    public static TimeSpan First { get; } = TimeSpan.FromSeconds(1);

    /// <value>5 min.</value>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A pod that was ready for so long starts the count again.</summary>
    /// <value>10 min.</value>
    public static TimeSpan Healthy { get; } = TimeSpan.FromMinutes(10);

    private int _failures;
    private string? _countedPod;
    private DateTimeOffset? _readySince;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>What is left of the wait; zero when a pod may be made.</summary>
    public TimeSpan Remaining => _notBefore > time.GetUtcNow() ? _notBefore - time.GetUtcNow() : TimeSpan.Zero;

    public void Observe(V1Pod pod)
    {
        if (pod.ReadySince() is { } since)
        {
            _readySince = new DateTimeOffset(since.ToUniversalTime());
        }
    }

    public bool HasCounted(V1Pod pod) => _countedPod == pod.Metadata.Uid;

    /// <summary>Counts the failure of a pod, once.</summary>
    public void Failed(V1Pod pod)
    {
        if (HasCounted(pod))
        {
            return;
        }

        var now = time.GetUtcNow();
        if (_readySince is { } since && now - since >= Healthy)
        {
            _failures = 0;
        }

        var delay = First * Math.Pow(2, Math.Min(_failures, 16));
        _notBefore = now + (delay < Longest ? delay : Longest);
        _failures++;
        _countedPod = pod.Metadata.Uid;
        _readySince = null;
    }
}
