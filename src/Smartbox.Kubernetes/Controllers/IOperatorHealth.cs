namespace Smartbox.Kubernetes.Controllers;

/// <summary>What probes may ask of the runtime.</summary>
public interface IOperatorHealth
{
    /// <summary>Every cache has read its first list. Readiness: a standby that is warm is ready.</summary>
    bool IsSynced { get; }

    /// <summary>This replica reconciles: it holds the lease, or needs none.</summary>
    bool IsLeader { get; }

    /// <summary>
    /// False when a watch has been silent for longer than any watch may be, or a leader's worker loop has ended. Liveness: only a restart helps.
    /// </summary>
    bool IsAlive { get; }

    /// <summary>When the quietest of the watches last heard from the API server; null before all of them have.</summary>
    DateTimeOffset? LastWatchActivity { get; }
}
