using k8s;
using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>A bucket that keeps the state of boxes.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
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
