using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Decodes objects; those of a typed list come without kind and API version, and get them here.</summary>
internal static class EntityDecoder
{
    public static T Decode<T>(ReadOnlySpan<byte> utf8)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var entity = EntityJson.Deserialize<T>(utf8);
        entity.Metadata ??= new V1ObjectMeta();
        entity.ApiVersion ??= EntityType.Of<T>().ApiVersion;
        entity.Kind ??= EntityType.Of<T>().Kind;
        return entity;
    }
}
