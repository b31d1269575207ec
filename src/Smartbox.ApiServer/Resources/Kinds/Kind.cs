using k8s;
using k8s.Models;
using Smartbox.ApiServer.Resources.Models;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Makes built-in kinds from KubernetesClient's models.</summary>
internal static class Kind
{
    /// <param name="plural">Resource name.</param>
    /// <param name="isNamespaced">Whether it lives in namespaces.</param>
    /// <param name="strategy">What it does beyond its schema.</param>
    public static ResourceType Of<TModel>(string plural, bool isNamespaced = true, ResourceStrategy? strategy = null)
        where TModel : IKubernetesObject
    {
        var entity = (KubernetesEntityAttribute)Attribute.GetCustomAttribute(typeof(TModel), typeof(KubernetesEntityAttribute))!;
        var schema = ModelSchemas.Of<TModel>();
        return new ResourceType
        {
            Group = entity.Group,
            Version = entity.ApiVersion,
            Resource = plural,
            Singular = entity.Kind.ToLowerInvariant(),
            Kind = entity.Kind,
            IsNamespaced = isNamespaced,
            Schema = schema,
            Strategy = (strategy ?? new ResourceStrategy()) with { Normalize = value => ModelObjects.Normalize(value, schema) },
        };
    }
}
