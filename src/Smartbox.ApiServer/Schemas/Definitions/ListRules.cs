using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>How lists and maps may be merged.</summary>
internal static class ListRules
{
    public static void Validate(JsonObject schema, FieldPath path, ErrorList errors)
    {
        var type = Text(schema, "type") ?? "";
        var listType = Text(schema, "x-kubernetes-list-type");
        if (listType is not null && type != "array")
        {
            NotOfType(path.Child("type"), type, "must be array if x-kubernetes-list-type is specified", errors);
        }
        else if (listType is not (null or "atomic" or "set" or "map"))
        {
            errors.Unsupported(path.Child("x-kubernetes-list-type"), listType, ["atomic", "set", "map"]);
        }

        if (schema["x-kubernetes-list-map-keys"] is JsonArray { Count: > 0 } && listType != "map")
        {
            const string OnlyMaps = "must be map if x-kubernetes-list-map-keys is non-empty";
            if (listType is null)
            {
                errors.Required(path.Child("x-kubernetes-list-type"), OnlyMaps);
            }
            else
            {
                errors.Invalid(path.Child("x-kubernetes-list-type"), GoText.Quote(listType), OnlyMaps);
            }
        }

        if (listType is "set" or "map" && schema["items"] is JsonObject items)
        {
            ValidateItems(listType, schema, items, path, errors);
        }

        if (Text(schema, "x-kubernetes-map-type") is { } mapType)
        {
            if (type != "object")
            {
                NotOfType(path.Child("type"), type, "must be object if x-kubernetes-map-type is specified", errors);
            }
            else if (mapType is not ("atomic" or "granular"))
            {
                errors.Unsupported(path.Child("x-kubernetes-map-type"), mapType, ["atomic", "granular"]);
            }
        }
    }

    private static void ValidateItems(string listType, JsonObject schema, JsonObject items, FieldPath path, ErrorList errors)
    {
        if (JsonScalars.IsBoolean(items["nullable"], out var isNullable) && isNullable)
        {
            errors.Forbidden(path.Child("items").Child("nullable"), $"cannot be nullable when x-kubernetes-list-type is {listType}");
        }

        if (listType == "map")
        {
            ValidateKeys(schema, items, path, errors);
            return;
        }

        switch (Text(items, "type"))
        {
            case "object" when Text(items, "x-kubernetes-map-type") != "atomic":
                errors.Invalid(path.Child("items").Child("x-kubernetes-map-type"), GoText.Value(items["x-kubernetes-map-type"]), "must be atomic as item of a list with x-kubernetes-list-type=set");
                break;
            case "array" when Text(items, "x-kubernetes-list-type") is not (null or "atomic"):
                errors.Invalid(path.Child("items").Child("x-kubernetes-list-type"), GoText.Value(items["x-kubernetes-list-type"]), "must be atomic as item of a list with x-kubernetes-list-type=set");
                break;
            default:
                break;
        }
    }

    private static void ValidateKeys(JsonObject schema, JsonObject items, FieldPath path, ErrorList errors)
    {
        if (Text(items, "type") is not "object")
        {
            NotOfType(path.Child("items").Child("type"), Text(items, "type") ?? "", "must be object if parent array's x-kubernetes-list-type is map", errors);
            return;
        }

        var keys = (schema["x-kubernetes-list-map-keys"] as JsonArray ?? []).Select(key => JsonScalars.IsText(key, out var name) ? name : "").ToList();
        var at = path.Child("x-kubernetes-list-map-keys");
        if (keys.Count == 0)
        {
            errors.Required(at, "must not be empty if x-kubernetes-list-type is map");
            return;
        }

        var properties = items["properties"] as JsonObject ?? [];
        if (!keys.TrueForAll(properties.ContainsKey))
        {
            errors.Invalid(at, GoText.Json(schema["x-kubernetes-list-map-keys"]), "entries must all be names of item properties");
            return;
        }

        var required = (items["required"] as JsonArray ?? []).Select(name => JsonScalars.IsText(name, out var text) ? text : "").ToHashSet();
        foreach (var key in keys.Distinct())
        {
            var property = properties[key] as JsonObject ?? [];
            var field = path.Child("items").Child("properties").Key(key);
            if (Text(property, "type") is "object" or "array")
            {
                errors.Invalid(field.Child("type"), GoText.Value(property["type"]), "must be a scalar type if parent array's x-kubernetes-list-type is map");
            }

            if (property["default"] is null && !required.Contains(key))
            {
                errors.Required(field.Child("default"), "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            }
        }

        if (keys.Distinct().Count() != keys.Count)
        {
            errors.Invalid(at, GoText.Json(schema["x-kubernetes-list-map-keys"]), "must not contain duplicate entries");
        }
    }

    private static void NotOfType(FieldPath path, string type, string message, ErrorList errors)
    {
        if (type.Length == 0)
        {
            errors.Required(path, message);
        }
        else
        {
            errors.Invalid(path, GoText.Quote(type), message);
        }
    }

    private static string? Text(JsonObject json, string name) => JsonScalars.IsText(json[name], out var text) ? text : null;
}
