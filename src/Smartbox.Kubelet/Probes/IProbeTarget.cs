using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Probes;

/// <summary>A running container, as probes and hooks reach it.</summary>
internal interface IProbeTarget
{
    /// <summary>The pod's address.</summary>
    string Address { get; }

    /// <summary>Number of a named port of the container.</summary>
    int? Port(string name);

    /// <summary>Runs a command beside the container's process.</summary>
    Task<ExecResult> ExecAsync(IList<string> command, CancellationToken cancellationToken);
}
