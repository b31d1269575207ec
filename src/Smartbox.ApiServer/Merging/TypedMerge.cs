using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>Merges an applied configuration into a live object: its leaves win, and nothing is taken away.</summary>
internal static class TypedMerge
{
    /// <summary>A new value; null in a configuration is a value of its own.</summary>
    public static JsonNode? Merge(Schema? schema, JsonNode? live, JsonNode? applied)
    {
        FieldShape shape = FieldTypes.Shape(schema, applied);
        if (FieldTypes.IsBlank(live) && FieldTypes.IsBlank(applied)) return applied?.DeepClone();

        return (shape, live, applied) switch
        {
            (FieldShape.Map, JsonObject a, JsonObject b) => Maps(schema, a, b),
            (FieldShape.List, JsonArray a, JsonArray b) => Lists(schema!, a, b),
            (FieldShape.Map, JsonObject a, null) => a.DeepClone(),
            (FieldShape.List, JsonArray a, null) => a.DeepClone(),
            _ => applied?.DeepClone(),
        };
    }

    private static JsonObject Maps(Schema? schema, JsonObject live, JsonObject applied)
    {
        var merged = new JsonObject();
        foreach ((string name, JsonNode? value) in live)
        {
            merged[name] = applied.TryGetPropertyValue(name, out JsonNode? other)
                ? Merge(FieldTypes.OfField(schema, name), value, other)
                : value?.DeepClone();
        }

        foreach ((string name, JsonNode? value) in applied)
        {
            if (!live.ContainsKey(name)) merged[name] = value?.DeepClone();
        }

        return merged;
    }

    /// <summary>Items in the configuration's order where it has a say; the others keep their places between them.</summary>
    private static JsonArray Lists(Schema schema, JsonArray live, JsonArray applied)
    {
        string[] liveElements = [.. live.Select(item => FieldTypes.Element(schema, item))];
        string[] appliedElements = [.. applied.Select(item => FieldTypes.Element(schema, item))];
        var liveItems = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (int i = 0; i < live.Count; i++)
        {
            // items that are there twice are not merged with, but replaced
            if (!liveItems.TryAdd(liveElements[i], live[i])) liveItems[liveElements[i]] = null;
        }

        var appliedSet = new HashSet<string>(appliedElements, StringComparer.Ordinal);
        var shared = new Queue<string>(appliedElements.Where(liveItems.ContainsKey));
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var merged = new JsonArray();
        int l = 0, a = 0;
        while (l < live.Count || a < applied.Count)
        {
            if (l < live.Count && a < applied.Count && liveElements[l] != appliedElements[a]
                && appliedSet.Contains(liveElements[l]) && shared.TryPeek(out string? next) && next != liveElements[l])
            {
                // it comes later, where the configuration has it
                l++;
                continue;
            }

            if (l < live.Count && !appliedSet.Contains(liveElements[l]))
            {
                merged.Add(live[l++]?.DeepClone());
                continue;
            }

            if (l < live.Count && (taken.Contains(liveElements[l]) || (a < applied.Count && liveElements[l] == appliedElements[a]))) l++;
            if (a == applied.Count) continue;

            string element = appliedElements[a];
            taken.Add(element);
            merged.Add(Merge(schema.Items, liveItems.GetValueOrDefault(element), applied[a++]));
            if (shared.TryPeek(out string? head) && head == element) shared.Dequeue();
        }

        return merged;
    }
}
