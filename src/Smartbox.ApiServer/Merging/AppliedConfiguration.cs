using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>Checks that an applied configuration can be merged: that its fields exist and its lists have distinct keys.</summary>
internal sealed class AppliedConfiguration
{
    private readonly List<string> errors = [];

    /// <exception cref="ApiException">500, as the real server answers what it cannot type.</exception>
    public static void Check(Schema schema, JsonObject applied)
    {
        if (applied["metadata"]?["managedFields"] is not null) throw new ApiException(400, "BadRequest", "metadata.managedFields must be nil");

        var check = new AppliedConfiguration();
        check.Value(schema, applied, "");
        if (check.errors.Count == 0) return;

        string errors = check.errors.Count == 1 ? check.errors[0] : "errors:\n  " + string.Join("\n  ", check.errors);
        throw new ApiException(500, null, $"failed to create typed patch object ({NameOf(applied)}): {errors}");
    }

    /// <summary>An object as such messages name it.</summary>
    public static string NameOf(JsonObject map) => $"{map["metadata"]?["namespace"]}/{map["metadata"]?["name"]}; {map["apiVersion"]}, Kind={map["kind"]}";

    private void Value(Schema? schema, JsonNode? value, string path)
    {
        if (schema is null || value is null) return;

        switch (schema.Type)
        {
            case "object" or null when value is JsonObject map:
                Map(schema, map, path);
                break;
            case "array" when value is JsonArray list:
                List(schema, list, path);
                break;
            case "object":
                Add(path, $"expected map, got &{{{value.ToJsonString()}}}");
                break;
            case "array":
                Add(path, $"expected list, got &{{{value.ToJsonString()}}}");
                break;
            case "integer" or "number" when value.GetValueKind() != JsonValueKind.Number:
                Add(path, $"expected numeric (int or float), got {GoFormat.TypeOf(value)}");
                break;
            case "boolean" when value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                Add(path, $"expected boolean, got &{{{value}}}");
                break;

            // quantities are texts in the schema and may be written as numbers
            case "string" when value.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number):
                Add(path, $"expected string, got &value.valueUnstructured{{Value:{value.ToJsonString()}}}");
                break;
        }
    }

    private void Map(Schema schema, JsonObject map, string path)
    {
        foreach ((string name, JsonNode? value) in map)
        {
            string place = path + FieldElement.Display(FieldElement.Field(name));
            if (!FieldTypes.Allows(schema, name))
            {
                Add(place, "field not declared in schema");
                return;
            }

            Value(FieldTypes.OfField(schema, name), value, place);
        }
    }

    private void List(Schema schema, JsonArray list, string path)
    {
        var elements = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < list.Count; i++)
        {
            string display = $"[{i}]";
            if (schema.ListType != ListType.Atomic)
            {
                try
                {
                    string element = FieldTypes.Element(schema, list[i]);
                    display = FieldElement.Display(element);
                    if (!elements.Add(element)) Add(path, $"duplicate entries for key {display}");
                }
                catch (FormatException e)
                {
                    Add(path, $"element {i}: {e.Message}");
                    return;
                }
            }

            Value(schema.Items, list[i], path + display);
        }
    }

    private void Add(string path, string message) => errors.Add(path.Length == 0 ? message : $"{path}: {message}");
}
