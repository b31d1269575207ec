using k8s;
using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>One companion: a person's always-on agent with its own pod, its own state and its own backup.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
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
