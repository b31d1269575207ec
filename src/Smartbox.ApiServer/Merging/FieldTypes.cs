using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>
/// What a schema says about merging. A null schema knows nothing: there maps are merged field by field, and lists are values.
/// </summary>
/// <remarks>Source: how kube-openapi's schemaconv reads structural schemas, and the deduced type of structured-merge-diff.</remarks>
internal static class FieldTypes
{
    private static readonly Schema Text = new() { Type = "string" };
    private static readonly Schema Texts = new() { Type = "object", AdditionalProperties = Text };

    /// <summary>Metadata as every kind has it; a CRD says nothing of it.</summary>
    private static readonly Schema Metadata = new()
    {
        Type = "object",
        Properties = new Dictionary<string, Schema>
        {
            ["name"] = Text,
            ["generateName"] = Text,
            ["namespace"] = Text,
            ["selfLink"] = Text,
            ["uid"] = Text,
            ["resourceVersion"] = Text,
            ["generation"] = new() { Type = "integer" },
            ["creationTimestamp"] = Text,
            ["deletionTimestamp"] = Text,
            ["deletionGracePeriodSeconds"] = new() { Type = "integer" },
            ["labels"] = Texts,
            ["annotations"] = Texts,
            ["finalizers"] = new() { Type = "array", ListType = ListType.Set, Items = Text, PatchStrategy = "merge" },
            ["ownerReferences"] = new()
            {
                Type = "array",
                ListType = ListType.Map,
                ListMapKeys = ["uid"],
                PatchStrategy = "merge",
                PatchMergeKey = "uid",
                Items = new Schema
                {
                    Type = "object",
                    IsAtomicMap = true,
                    Properties = new Dictionary<string, Schema>
                    {
                        ["apiVersion"] = Text,
                        ["kind"] = Text,
                        ["name"] = Text,
                        ["uid"] = Text,
                        ["controller"] = new() { Type = "boolean" },
                        ["blockOwnerDeletion"] = new() { Type = "boolean" },
                    },
                },
            },
            ["managedFields"] = new() { Type = "array", Items = new Schema { Type = "object", PreservesUnknownFields = true } },
        },
    };

    /// <summary>A schema as that of a whole object: with apiVersion, kind and metadata, which CRDs need not mention.</summary>
    public static Schema OfObject(Schema schema) => schema.IsEmbeddedResource ? schema : schema with { IsEmbeddedResource = true };

    /// <summary>The shape of a value; null takes the form that the schema gives it.</summary>
    public static FieldShape Shape(Schema? schema, JsonNode? value)
    {
        if (IsDeduced(schema)) return value is JsonObject ? FieldShape.Map : FieldShape.Leaf;
        if (schema.Type == "array") return schema.ListType == ListType.Atomic ? FieldShape.Leaf : FieldShape.List;
        if (schema.Type is null or "object") return schema.IsAtomicMap ? FieldShape.Leaf : FieldShape.Map;

        return FieldShape.Leaf;
    }

    /// <summary>Whether a map's field is one that the schema names; others are items of the map, and as such can be owned themselves.</summary>
    public static bool IsNamed(Schema? map, string field) =>
        map is not null && (map.Properties.ContainsKey(field) || (map.IsEmbeddedResource && field is "apiVersion" or "kind" or "metadata"));

    /// <summary>Whether a map may have this field at all.</summary>
    public static bool Allows(Schema? map, string field) =>
        map is null || IsNamed(map, field) || map.AdditionalProperties is not null || map.PreservesUnknownFields || map.Properties.Count == 0;

    public static Schema? OfField(Schema? map, string field)
    {
        if (map is null) return null;
        if (map.IsEmbeddedResource && field == "metadata") return Metadata;

        return map.Properties.TryGetValue(field, out Schema? schema) ? schema : map.AdditionalProperties;
    }

    /// <summary>The path element of an item of a set or of a list with keys.</summary>
    /// <exception cref="FormatException">It has none: a key is missing, or it is not of the kind that such a list holds.</exception>
    public static string Element(Schema list, JsonNode? item)
    {
        if (list.ListMapKeys.Count == 0)
        {
            return item switch
            {
                JsonValue => FieldElement.Value(item),
                JsonObject => throw new FormatException("associative list without keys has an element that's a map type"),
                null => throw new FormatException("associative list without keys has an element that's an explicit null"),
                _ => throw new FormatException("not supported: associative list with lists as elements"),
            };
        }

        JsonObject map = item switch
        {
            JsonObject found => found,
            null => throw new FormatException("associative list with keys may not have a null element"),
            _ => throw new FormatException("associative list with keys may not have non-map elements"),
        };

        return FieldElement.Key(Keys(list, map));
    }

    /// <summary>A key that is neither there nor has a default is left out, as long as one is there.</summary>
    private static List<KeyValuePair<string, JsonNode?>> Keys(Schema list, JsonObject map)
    {
        var keys = new List<KeyValuePair<string, JsonNode?>>(list.ListMapKeys.Count);
        foreach (string name in list.ListMapKeys)
        {
            if (map.TryGetPropertyValue(name, out JsonNode? value)) keys.Add(new(name, value));
            else if (OfField(list.Items, name)?.Default is { } byDefault) keys.Add(new(name, byDefault));
        }

        if (keys.Count == 0)
        {
            string names = string.Join(' ', list.ListMapKeys.Select(GoJson.Quote));
            throw new FormatException(
                $"associative list with keys has an element that omits all key fields [{names}] (and doesn't have default values for any key fields)");
        }

        if (keys.Count > 1) keys.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));

        return keys;
    }

    private static bool IsDeduced([System.Diagnostics.CodeAnalysis.NotNullWhen(false)] Schema? schema) =>
        schema is null || (schema.Type is null && schema.Properties.Count == 0 && schema.AdditionalProperties is null && !schema.IsEmbeddedResource);

    /// <summary>Whether a value is missing for the purposes of merging: null, or an empty map or list.</summary>
    public static bool IsBlank(JsonNode? value) => value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => value.GetValueKind() == JsonValueKind.Null,
    };
}
