using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Json;

/// <summary>KubernetesClient's JSON, with seconds for times, microseconds where the API server insists on them, and no managed fields.</summary>
internal static class EntityJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    public static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    public static byte[] Serialize<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());

    public static T Deserialize<T>(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, TypeInfo<T>()) ?? throw new JsonException("The object is null.");

    /// <summary>A deep copy.</summary>
    public static T Clone<T>(T value) => Deserialize<T>(Serialize(value));

    private static JsonSerializerOptions CreateOptions()
    {
        JsonSerializerOptions? original = null;
        KubernetesJson.AddJsonOptions(options => original = options);

        var copy = new JsonSerializerOptions(original!);
        copy.Converters.Insert(0, new TimeConverter());
        copy.Converters.Insert(0, new OffsetTimeConverter());
        copy.TypeInfoResolver = copy.TypeInfoResolver!.WithAddedModifier(DropManagedFields).WithAddedModifier(KeepMicroseconds);
        copy.MakeReadOnly();
        return copy;
    }

    // Nothing here reads them, they are a third of an object, and an apply must not carry them.
    private static void DropManagedFields(JsonTypeInfo type)
    {
        if (type.Type == typeof(V1ObjectMeta) && type.Properties.FirstOrDefault(p => p.Name == "managedFields") is { } property)
        {
            type.Properties.Remove(property);
        }
    }

    // metav1.MicroTime is parsed with exactly six digits; everything else is metav1.Time, which keeps seconds.
    private static void KeepMicroseconds(JsonTypeInfo type)
    {
        if (type.Type != typeof(V1LeaseSpec) && type.Type != typeof(Eventsv1Event) && type.Type != typeof(Eventsv1EventSeries))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.Name is "acquireTime" or "renewTime" or "eventTime" or "lastObservedTime")
            {
                property.CustomConverter = property.PropertyType == typeof(DateTime?) ? new NullableMicroTimeConverter() : new MicroTimeConverter();
            }
        }
    }
}
