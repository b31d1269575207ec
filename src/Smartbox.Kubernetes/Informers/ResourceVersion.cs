using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Resource versions of one kind can be compared as unsigned integers (Kubernetes' KEP 5504).</summary>
internal static class ResourceVersion
{
    /// <returns>The number, or 0 for none.</returns>
    public static ulong Parse(string? text) => ulong.TryParse(text, out var version) ? version : 0;

    public static ulong Of(IKubernetesObject<V1ObjectMeta> entity) => Parse(entity.Metadata.ResourceVersion);
}
