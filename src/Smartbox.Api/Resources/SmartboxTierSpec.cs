using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>What a size gives.</summary>
public sealed class SmartboxTierSpec
{
    /// <summary>Requests and limits of the agent. The small fixed requests of the sidecars come on top.</summary>
    public ResourceRequirements Resources { get; set; } = new();

    /// <summary>Defaults of the state volume.</summary>
    public TierStateSpec? State { get; set; }

    /// <summary>Runtime class of the pods, such as gvisor.</summary>
    /// <value>Default: the cluster's default.</value>
    [ObjectName]
    public string? RuntimeClassName { get; set; }

    /// <summary>Labels of the nodes that may run the pods.</summary>
    [Map(32)]
    [Text(63, MinLength = 0, Pattern = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")]
    [CelRule(
        "self.all(key, size(key) <= 317 && key.matches(r'" + LabelKeys.Expression + "'))",
        "keys are labels of nodes, such as topology.kubernetes.io/zone")]
    public IDictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Taints that the pods tolerate.</summary>
    [ListAtomic(32)]
    public IList<V1Toleration>? Tolerations { get; set; }

    /// <summary>Priority class of the pods.</summary>
    [ObjectName]
    public string? PriorityClassName { get; set; }

    /// <summary>Limit of the pod's temporary files, such as 1Gi, which is what it is without this field.</summary>
    [Size]
    public string? EphemeralStorage { get; set; }
}
