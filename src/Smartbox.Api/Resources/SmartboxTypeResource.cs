using k8s;
using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>A kind of companion: which image runs and how it is talked to.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class SmartboxTypeResource : IKubernetesObject<V1ObjectMeta>, ISpec<SmartboxTypeSpec>
{
    public const string KubeKind = "SmartboxType";
    public const string KubePluralName = "smartboxtypes";

    public string ApiVersion { get; set; } = Names.ApiVersion;

    public string Kind { get; set; } = KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public SmartboxTypeSpec Spec { get; set; } = new();
}
