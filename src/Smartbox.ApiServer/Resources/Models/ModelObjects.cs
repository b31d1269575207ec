using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>What happens to an object when kube-apiserver decodes it into its Go type and encodes that again.</summary>
internal static class ModelObjects
{
    /// <summary>Removes nulls and what Go leaves out when empty (lists and maps), and writes quantities and times canonically.</summary>
    public static void Normalize(JsonObject value, Schema schema)
    {
        List<string>? absent = null;
        List<(string Name, JsonNode Value)>? rewritten = null;
        foreach (var (name, child) in value)
        {
            if (Field(schema, name) is not { } field) continue;
            if (child is null || IsOmitted(child, field) && !schema.Required.Contains(name)) (absent ??= []).Add(name);
            else if (Rewrite(child, field) is { } text) (rewritten ??= []).Add((name, text));
            else Descend(child, field);
        }
        foreach (var name in absent ?? []) value.Remove(name);
        foreach (var (name, text) in rewritten ?? []) value[name] = text;
    }

    private static void Descend(JsonNode child, Schema field)
    {
        switch (child)
        {
            case JsonObject content when !field.PreservesUnknownFields:
                Normalize(content, field);
                break;
            case JsonArray list when field.Items is { Type: "object" } items:
                foreach (var item in list.OfType<JsonObject>()) Normalize(item, items);
                break;
        }
    }

    private static Schema? Field(Schema schema, string name) => schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties;

    private static bool IsOmitted(JsonNode child, Schema field) => child switch
    {
        JsonArray { Count: 0 } => true,
        JsonObject { Count: 0 } => field.AdditionalProperties is not null,
        _ => false,
    };

    private static JsonValue? Rewrite(JsonNode child, Schema field)
    {
        if (field.Format != ModelSchemas.QuantityFormat || child is not JsonValue) return null;
        var given = child.GetValueKind() == System.Text.Json.JsonValueKind.String ? child.GetValue<string>() : child.ToJsonString();
        // What is no quantity stays as it is: validation names it.
        return Quantity.TryParse(given, out var quantity) && (quantity.ToString() is var text) && (text != given || child.GetValueKind() != System.Text.Json.JsonValueKind.String)
            ? JsonValue.Create(text)
            : null;
    }
}
