using k8s;
using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>A size that boxes can have.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class SmartboxTierResource : IKubernetesObject<V1ObjectMeta>, ISpec<SmartboxTierSpec>
{
    public const string KubeKind = "SmartboxTier";
    public const string KubePluralName = "smartboxtiers";

    public string ApiVersion { get; set; } = Names.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public SmartboxTierSpec Spec { get; set; } = new();
}
