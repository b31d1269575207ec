using k8s.Models;
using Smartbox.Kubelet.Probes;

namespace Smartbox.Kubelet.Containers;

/// <summary>A container of a pod: what it is now, and what is remembered of its runs. Its pod's worker alone changes it.</summary>
internal sealed class ContainerSlot(V1Container spec, ContainerKind kind, RestartBackoff backoff)
{
    public V1Container Spec { get; set; } = spec;

    public ContainerKind Kind { get; } = kind;

    public RestartBackoff Backoff { get; } = backoff;

    public string Name => Spec.Name;

    public V1ContainerState State { get; set; } = new();

    /// <summary>How the run before ended.</summary>
    public V1ContainerStateTerminated? Last { get; set; }

    /// <summary>How the latest run ended, when it has.</summary>
    public V1ContainerStateTerminated? Ended { get; set; }

    /// <summary>Runs that were begun, in earlier lives of the node too.</summary>
    public int Runs { get; set; }

    public int RestartCount => Math.Max(0, Runs - 1);

    /// <summary>True when it was started since the pod was set up on this node.</summary>
    public bool HasRun { get; set; }

    /// <summary>True when those after it need not wait for it: an init container that completed, a sidecar that started once.</summary>
    public bool HasPassed { get; set; }

    /// <summary>Not to be started before; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public ContainerRun? Run { get; set; }

    public ContainerProbes? Probes { get; set; }

    public string? ContainerId { get; set; }

    public string? ImageId { get; set; }

    public bool IsRunning => Run is not null;

    public bool IsStarted => Run is not null && Probes is { IsStarted: true };

    public bool IsReady => Kind == ContainerKind.Init
        ? State.Terminated is { ExitCode: 0 }
        : Run is not null && Probes is { IsReady: true };
}
