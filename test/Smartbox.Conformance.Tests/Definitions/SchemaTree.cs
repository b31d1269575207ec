using System.Text.Json;
using k8s;
using k8s.Models;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>Walks structural schemas.</summary>
internal static class SchemaTree
{
    /// <summary>The schemas directly below one, with the step that leads there: a name, <c>[]</c> for items, <c>{}</c> for the values of a map.</summary>
    public static IEnumerable<(string Step, V1JSONSchemaProps Schema)> Children(V1JSONSchemaProps schema)
    {
        foreach (var (name, child) in schema.Properties ?? new Dictionary<string, V1JSONSchemaProps>())
        {
            yield return (name, child);
        }

        if (Typed(schema.Items) is { } items)
        {
            yield return ("[]", items);
        }

        if (Typed(schema.AdditionalProperties) is { } values)
        {
            yield return ("{}", values);
        }
    }

    // The client leaves these two as the JSON that came, as either may also be something else than a schema.
    private static V1JSONSchemaProps? Typed(object? schema) => schema switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } json => KubernetesJson.Deserialize<V1JSONSchemaProps>(json.GetRawText()),
        _ => schema as V1JSONSchemaProps,
    };
}
