using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>Strategic merge patch: a merge patch that knows from the schema which lists are merged and by which key, and takes directives.</summary>
/// <remarks>Source: the Kubernetes API conventions and kube-apiserver's answers (the recordings in the tests). For built-in kinds only.</remarks>
internal static class StrategicMergePatches
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string Order = "$setElementOrder/";
    private const string Deletion = "$deleteFromPrimitiveList/";

    /// <summary>The patched copy of a document.</summary>
    /// <exception cref="ApiException">500 or 400, as the real server answers a patch that it cannot follow.</exception>
    public static JsonObject Apply(JsonObject document, JsonObject patch, Schema schema) =>
        Merge(document.DeepClone().AsObject(), patch.DeepClone().AsObject(), FieldTypes.OfObject(schema));

    /// <summary>Merges a patch into a map; both are used up.</summary>
    internal static JsonObject Merge(JsonObject original, JsonObject patch, Schema? schema)
    {
        switch (DirectiveOf(patch))
        {
            case null:
                break;
            case "replace":
                return Plain(patch)!.AsObject();
            case "delete":
                return [];
            default:
                throw UnknownDirective(patch);
        }

        Retain(original, patch);
        foreach (string name in Names(patch).Where(name => name.StartsWith(Order, StringComparison.Ordinal)))
        {
            patch.Remove(name, out JsonNode? order);
            MergeInOrder(original, patch, name[Order.Length..], order, schema);
        }

        foreach (string name in Names(patch))
        {
            patch.Remove(name, out JsonNode? value);
            if (name.StartsWith(Deletion, StringComparison.Ordinal)) Delete(original, name[Deletion.Length..], value, schema);
            else if (value is null) original.Remove(name);
            else original[name] = Field(original, name, value, FieldTypes.OfField(schema, name));
        }

        return original;
    }

    internal static string? DirectiveOf(JsonObject patch) => patch.TryGetPropertyValue(Directive, out JsonNode? directive) ? directive?.ToString() ?? "" : null;

    internal static ApiException UnknownDirective(JsonObject patch) =>
        new(500, null, $"unknown patch type: {DirectiveOf(patch)} in map: {GoFormat.Text(patch)}");

    /// <summary>A patch for what was not there before: its nulls take nothing away, and its directives have nothing to direct.</summary>
    internal static JsonNode? Plain(JsonNode? value)
    {
        foreach (JsonNode? item in value as JsonArray ?? []) Plain(item);

        if (value is not JsonObject map) return value;

        foreach (string name in Names(map))
        {
            if (map[name] is null || IsDirective(name)) map.Remove(name);
            else Plain(map[name]);
        }

        return map;
    }

    private static bool IsDirective(string name) =>
        name is Directive or RetainKeys || name.StartsWith(Order, StringComparison.Ordinal) || name.StartsWith(Deletion, StringComparison.Ordinal);

    private static JsonNode? Field(JsonObject original, string name, JsonNode value, Schema? schema)
    {
        if (!original.Remove(name, out JsonNode? old)) return Plain(value);

        return (old, value) switch
        {
            (JsonObject a, JsonObject b) => Merge(a, b, schema),
            (JsonArray a, JsonArray b) when IsMerged(schema) => new StrategicList(schema!).Merge(a, b),
            _ => value,
        };
    }

    private static void Delete(JsonObject original, string name, JsonNode? items, Schema? schema)
    {
        if (original[name] is not JsonArray list || items is not JsonArray gone || !IsMerged(FieldTypes.OfField(schema, name))) return;

        foreach (JsonNode? item in list.Where(item => gone.Any(other => JsonEquality.Same(item, other))).ToList()) list.Remove(item);
    }

    private static void MergeInOrder(JsonObject original, JsonObject patch, string name, JsonNode? order, Schema? schema)
    {
        if (order is not JsonArray elements) throw new ApiException(500, null, $"expected a []interface {{}}, but received a {GoFormat.TypeOf(order)}");
        if (FieldTypes.OfField(schema, name) is not { } type || !IsMerged(type)) return;

        patch.Remove(name, out JsonNode? value);
        original.Remove(name, out JsonNode? old);
        if (value is null && old is null) return;

        original[name] = new StrategicList(type).MergeInOrder(old as JsonArray ?? [], value as JsonArray ?? [], elements);
    }

    /// <summary>Of a union, all members but those named are taken away.</summary>
    private static void Retain(JsonObject original, JsonObject patch)
    {
        if (!patch.Remove(RetainKeys, out JsonNode? value)) return;

        var keys = (value as JsonArray ?? throw BadRetainKeys()).Select(key => key?.ToString()).ToHashSet();
        if (Names(patch).Exists(name => !keys.Contains(name))) throw BadRetainKeys();

        foreach (string name in Names(original).Where(name => !keys.Contains(name))) original.Remove(name);
    }

    private static ApiException BadRetainKeys() => new(400, "BadRequest", "invalid patch format of retainKeys");

    private static bool IsMerged(Schema? schema) => schema?.PatchStrategy?.Split(',').Contains("merge") == true;

    private static List<string> Names(JsonObject map) => [.. map.Select(field => field.Key)];
}
