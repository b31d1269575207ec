using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas;

/// <summary>Takes away what a schema does not know.</summary>
internal static class Pruning
{
    /// <returns>Paths of what was taken away, such as <c>spec.items[0].colour</c>, in the order in which the API server lists them: those of metadata first.</returns>
    public static IReadOnlyList<string> Prune(JsonObject value, Schema schema)
    {
        var removed = new List<string>();
        Prune(value, schema, FieldPath.Root, removed);
        return [.. removed.OrderBy(path => !path.StartsWith("metadata.", StringComparison.Ordinal)).ThenBy(path => path, StringComparer.Ordinal)];
    }

    private static void Prune(JsonNode? value, Schema schema, FieldPath path, List<string> removed)
    {
        switch (value)
        {
            case JsonObject map:
                PruneMap(map, schema, path, removed);
                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    Prune(list[i], items, path.Index(i), removed);
                }

                break;
            default:
                break;
        }
    }

    private static void PruneMap(JsonObject map, Schema schema, FieldPath path, List<string> removed)
    {
        List<string>? unknown = null;
        foreach (var (name, child) in map)
        {
            if (schema.Properties.TryGetValue(name, out var property) || (property = schema.AdditionalProperties) is not null)
            {
                if (child is JsonObject or JsonArray)
                {
                    Prune(child, property, path.Child(name), removed);
                }
            }
            else if (!schema.PreservesUnknownFields)
            {
                (unknown ??= []).Add(name);
            }
        }

        foreach (var name in unknown ?? [])
        {
            map.Remove(name);
            removed.Add(path.Child(name).ToString());
        }
    }
}
