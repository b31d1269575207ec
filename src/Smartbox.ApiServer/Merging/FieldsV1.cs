using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>How a set of fields is written in <c>managedFields</c>: a tree of elements, with <c>.</c> for a field that stands beside what is below it.</summary>
internal static class FieldsV1
{
    /// <exception cref="FormatException">It is not the format.</exception>
    public static FieldSet Read(JsonObject fields)
    {
        var set = new FieldSet();
        foreach ((string element, JsonNode? value) in fields)
        {
            if (element == ".")
            {
                set.IsMember = true;
                continue;
            }

            FieldSet branch = Read(value as JsonObject ?? throw new FormatException($"not a map: {element}"));
            if (branch.IsEmpty) branch.IsMember = true;

            set.Put(element.StartsWith("f:", StringComparison.Ordinal) ? element : FieldElement.Canonical(element), branch);
        }

        return set;
    }

    public static JsonObject Write(FieldSet set)
    {
        var fields = new JsonObject();
        if (set.IsMember && set.HasChildren) fields["."] = new JsonObject();

        // by text, as custom resources have it; the real server writes those of built-in kinds in the order of what the elements hold
        List<KeyValuePair<string, FieldSet>> ordered = [.. set.Children];
        ordered.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        foreach ((string element, FieldSet branch) in ordered) fields[element] = Write(branch);

        return fields;
    }

    /// <summary>Whether the written fields have any of a set: the same as reading them and looking, but without the reading.</summary>
    public static bool Overlaps(JsonObject fields, FieldSet set)
    {
        if (set.IsMember && (fields.Count == 0 || fields.ContainsKey("."))) return true;

        foreach ((string element, FieldSet branch) in set.Children)
        {
            if (fields.TryGetPropertyValue(element, out JsonNode? value) && value is JsonObject below && Overlaps(below, branch)) return true;
        }

        return false;
    }
}
