using k8s;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>One companion: a person's always-on agent with its own pod, its own state and its own backup.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
[CustomResource(ResourceScope.Namespaced, "sbx")]
[PrinterColumn("Owner", ".spec.owner")]
[PrinterColumn("Type", ".spec.type")]
[PrinterColumn("Tier", ".spec.tier")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""")]
[PrinterColumn("Last Backup", ".status.backup.lastSnapshot.time", Type = "date")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("Node", ".status.pod.node", Wide = true)]
[PrinterColumn("Image", ".status.pod.image", Wide = true)]
[PrinterColumn("Restarts", ".status.restarts", Type = "integer", Wide = true)]
[PrinterColumn("Message", """.status.conditions[?(@.type=="Ready")].message""", Wide = true)]
[CelRule(
    "size(self.metadata.name) <= 56 && !self.metadata.name.contains('.')",
    "the name of a box must have at most 56 characters and no dots, as its pod, volume and keys are named after it",
    FieldPath = ".metadata")]
[CelRule(
    "self.metadata.name != 'smartbox-default'",
    "the name smartbox-default is taken by the network policy of the namespace; choose another one",
    FieldPath = ".metadata")]
public sealed class SmartboxResource : IKubernetesObject<V1ObjectMeta>, ISpec<SmartboxSpec>, IStatus<SmartboxStatus?>
{
    public const string KubeKind = "Smartbox";
    public const string KubePluralName = "smartboxes";

    public string ApiVersion { get; set; } = Names.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public SmartboxSpec Spec { get; set; } = new();

    public SmartboxStatus? Status { get; set; }
}
