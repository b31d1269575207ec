using k8s;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>A bucket that keeps the state of boxes. The one named default serves the boxes that name none.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
[CustomResource(ResourceScope.Cluster, "sbs")]
[PrinterColumn("Bucket", ".spec.s3.bucket")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("Endpoint", ".spec.s3.endpoint", Wide = true)]
[PrinterColumn("Prefix", ".spec.s3.prefix", Wide = true)]
[PrinterColumn("Message", """.status.conditions[?(@.type=="Ready")].message""", Wide = true)]
public sealed class SmartboxStoreResource : IKubernetesObject<V1ObjectMeta>, ISpec<SmartboxStoreSpec>, IStatus<SmartboxStoreStatus?>
{
    public const string KubeKind = "SmartboxStore";
    public const string KubePluralName = "smartboxstores";

    public string ApiVersion { get; set; } = Names.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public SmartboxStoreSpec Spec { get; set; } = new();

    public SmartboxStoreStatus? Status { get; set; }
}
