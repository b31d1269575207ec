using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>Names an object of a known kind. <paramref name="Namespace"/> is null for cluster-scoped ones.</summary>
public readonly record struct EntityKey(string? Namespace, string Name)
{
    public static EntityKey Of(IKubernetesObject<V1ObjectMeta> entity) => new(entity.Metadata.NamespaceProperty, entity.Metadata.Name);

    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
