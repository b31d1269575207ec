using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>What happens to an object when kube-apiserver decodes it into its Go type and encodes that again.</summary>
internal static class ModelObjects
{
    /// <summary>Removes nulls and what Go leaves out when empty (lists and maps), and writes quantities and times canonically.</summary>
    /// <exception cref="ApiException">400 when a value is not of its field's type.</exception>
    public static void Normalize(JsonObject value, ResourceType type)
    {
        try
        {
            Normalize(value, type.Schema, type.Kind, "");
        }
        catch (FormatException wrong)
        {
            throw new ApiException(400, "BadRequest", $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {wrong.Message}");
        }
    }

    private static void Normalize(JsonObject value, Schema schema, string model, string path)
    {
        List<string>? absent = null;
        List<(string Name, JsonNode Value)>? rewritten = null;
        foreach (var (name, child) in value)
        {
            if (Field(schema, name) is not { } field) continue;
            if (child is null || IsOmitted(child, field) && !schema.Required.Contains(name) && !IsReset(path, name))
            {
                (absent ??= []).Add(name);
                continue;
            }
            var place = new ModelField(model, path.Length == 0 ? name : $"{path}.{name}");
            place.Check(child, field);
            if (ModelScalars.Rewrite(child, field, name) is { } text) (rewritten ??= []).Add((name, text));
            else Descend(child, field, place);
        }
        foreach (var name in absent ?? []) value.Remove(name);
        foreach (var (name, text) in rewritten ?? []) value[name] = text;
    }

    private static void Descend(JsonNode child, Schema field, ModelField place)
    {
        switch (child)
        {
            case JsonObject content when !field.PreservesUnknownFields:
                Normalize(content, field, ModelField.StructOf(field) ?? place.Model, place.Path);
                break;
            case JsonArray list when field.Items is { } items:
                foreach (var item in list)
                {
                    if (item is null) continue;
                    place.Check(item, items);
                    if (item is JsonObject content && !items.PreservesUnknownFields) Normalize(content, items, ModelField.StructOf(items) ?? place.Model, place.Path);
                }
                break;
        }
    }

    private static Schema? Field(Schema schema, string name) => schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties;

    // A list with nothing in it forgets who owns what; that is not the same as no list.
    private static bool IsReset(string path, string name) => name == "managedFields" && path == "metadata";

    private static bool IsOmitted(JsonNode child, Schema field) => child switch
    {
        JsonArray { Count: 0 } => true,
        JsonObject { Count: 0 } => field.AdditionalProperties is not null,
        _ => false,
    };
}
