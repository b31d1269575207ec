using k8s;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>A kind of companion: which image runs, who it is, and what it may connect to. pa and custom ship with Smartbox.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
[CustomResource(ResourceScope.Cluster, "sbty")]
[PrinterColumn("Image", ".spec.image")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[CelRule(
    "size(self.metadata.name) <= 63 && !self.metadata.name.contains('.')",
    "the name of a type must have at most 63 characters and no dots, as it is a label of pods",
    FieldPath = ".metadata")]
public sealed class SmartboxTypeResource : IKubernetesObject<V1ObjectMeta>, ISpec<SmartboxTypeSpec>
{
    public const string KubeKind = "SmartboxType";
    public const string KubePluralName = "smartboxtypes";

    public string ApiVersion { get; set; } = Names.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public SmartboxTypeSpec Spec { get; set; } = new();
}
