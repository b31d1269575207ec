using k8s.Models;

namespace Smartbox.Operator.Desired;

/// <summary>Compares ConfigMaps of which the cache keeps a digest instead of the content.</summary>
internal static class ContentDigest
{
    /// <summary>Exists in the cache only.</summary>
    public const string Annotation = "smartbox.dev/cached-content-digest";

    public static bool IsSame(V1ConfigMap desired, V1ConfigMap known) => Of(desired) == Of(known);

    /// <summary>What the cache keeps of a ConfigMap.</summary>
    public static V1ConfigMap Strip(V1ConfigMap map) => new()
    {
        ApiVersion = map.ApiVersion,
        Kind = map.Kind,
        Metadata = new V1ObjectMeta
        {
            Name = map.Metadata.Name,
            NamespaceProperty = map.Metadata.NamespaceProperty,
            Uid = map.Metadata.Uid,
            ResourceVersion = map.Metadata.ResourceVersion,
            Labels = map.Metadata.Labels,
            OwnerReferences = map.Metadata.OwnerReferences,
            DeletionTimestamp = map.Metadata.DeletionTimestamp,
            Annotations = new Dictionary<string, string> { [Annotation] = Of(map) },
        },
    };

    private static string Of(V1ConfigMap map) => map.Annotation(Annotation) ?? Fingerprint.OfMap(map.Data ?? new Dictionary<string, string>());
}
