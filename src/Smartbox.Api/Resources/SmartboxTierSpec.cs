using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>What a size gives.</summary>
public sealed class SmartboxTierSpec
{
    /// <summary>Requests and limits of the agent; the sidecars' small fixed requests come on top.</summary>
    public ResourceRequirements Resources { get; set; } = new();

    /// <summary>Defaults of the state volume.</summary>
    public TierStateSpec? State { get; set; }

    /// <summary>Runtime class of the pods.</summary>
    public string? RuntimeClassName { get; set; }

    /// <summary>Labels of the nodes that may run the pods.</summary>
    public IDictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Taints that the pods tolerate.</summary>
    public IList<V1Toleration>? Tolerations { get; set; }

    /// <summary>Priority class of the pods.</summary>
    public string? PriorityClassName { get; set; }

    /// <summary>Limit of the pod's temporary files, such as 1Gi.</summary>
    public string? EphemeralStorage { get; set; }
}
