using k8s;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>A size that boxes can have. standard-1, standard-2 and standard-3 ship with Smartbox.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
[CustomResource(ResourceScope.Cluster, "sbt")]
[PrinterColumn("CPU", ".spec.resources.limits.cpu")]
[PrinterColumn("Memory", ".spec.resources.limits.memory")]
[PrinterColumn("Volume", ".spec.state.size")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[CelRule(
    "size(self.metadata.name) <= 63 && !self.metadata.name.contains('.')",
    "the name of a tier must have at most 63 characters and no dots, as it is a label of pods",
    FieldPath = ".metadata")]
public sealed class SmartboxTierResource : IKubernetesObject<V1ObjectMeta>, ISpec<SmartboxTierSpec>
{
    public const string KubeKind = "SmartboxTier";
    public const string KubePluralName = "smartboxtiers";

    public string ApiVersion { get; set; } = Names.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public SmartboxTierSpec Spec { get; set; } = new();
}
