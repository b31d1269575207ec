using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Kinds.Rules;

/// <summary>The fields that a model's schema requires. Absent, empty text and an empty list are the same to Go.</summary>
internal static class RequiredFields
{
    public static void Check(Place place, Schema schema, Problems problems)
    {
        switch (place.Node)
        {
            case JsonObject content when !schema.PreservesUnknownFields:
                foreach (var name in schema.Required)
                    if (IsMissing(content[name], schema.Properties[name])) problems.Required(place[name]);
                if (schema.AdditionalProperties is { Type: "object" or "array" } values)
                    foreach (var (_, value) in place.Entries) Check(value, values, problems);
                else if (schema.AdditionalProperties is null)
                    foreach (var (name, child) in content)
                        // A status says what is; where it has a field missing, that is zero.
                        if (name != "status" && child is JsonObject or JsonArray && schema.Properties.TryGetValue(name, out var field)) Check(place[name], field, problems);
                break;
            case JsonArray when schema.Items is { Type: "object" } items:
                foreach (var item in place.Items) Check(item, items, problems);
                break;
        }
    }

    private static bool IsMissing(JsonNode? value, Schema schema) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonValue => schema.Type == "string" && value.GetValueKind() == System.Text.Json.JsonValueKind.String && value.GetValue<string>().Length == 0,
        _ => false,
    };
}
