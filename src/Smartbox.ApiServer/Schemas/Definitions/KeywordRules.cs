using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>What keywords of a schema may hold, and with which others they go.</summary>
internal static class KeywordRules
{
    private static readonly string[] s_types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] s_unsupported = ["$ref", "additionalItems", "definitions", "dependencies", "id", "patternProperties"];

    public static void Validate(JsonObject schema, FieldPath path, ErrorList errors)
    {
        if (Is(schema, "nullable"))
        {
            errors.Forbidden(path.Child("nullable"), "nullable cannot be true at the root");
        }

        ValidateSchema(schema, path, errors);
    }

    private static void ValidateSchema(JsonObject schema, FieldPath path, ErrorList errors)
    {
        if (Type(schema) is { Length: > 0 } type && !s_types.Contains(type))
        {
            errors.Unsupported(path.Child("type"), schema["type"], s_types.Select(name => JsonValue.Create(name)));
            if (type == "null")
            {
                errors.Forbidden(path.Child("type"), "type cannot be set to null, use nullable as an alternative");
            }
        }

        if (Is(schema, "uniqueItems"))
        {
            errors.Forbidden(path.Child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        if (schema["properties"] is JsonObject { Count: > 0 } && schema["additionalProperties"] is JsonObject)
        {
            errors.Forbidden(path.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive");
        }

        if (schema["items"] is JsonArray)
        {
            errors.Forbidden(path.Child("items"), "items must be a schema object and not an array");
        }

        if (JsonScalars.IsBoolean(schema["x-kubernetes-preserve-unknown-fields"], out var preserves) && !preserves)
        {
            errors.Invalid(path.Child("x-kubernetes-preserve-unknown-fields"), "false", "must be true or undefined");
        }

        foreach (var keyword in s_unsupported.Where(keyword => schema[keyword] is not null))
        {
            errors.Forbidden(path.Child(keyword), $"{keyword} is not supported");
        }

        ListRules.Validate(schema, path, errors);
        foreach (var (child, at) in Children(schema, path))
        {
            ValidateSchema(child, at, errors);
        }
    }

    /// <summary>Every schema directly in a schema.</summary>
    private static IEnumerable<(JsonObject Schema, FieldPath Path)> Children(JsonObject schema, FieldPath path)
    {
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            yield return (property as JsonObject ?? [], path.Child("properties").Key(name));
        }

        foreach (var keyword in new[] { "items", "additionalProperties", "not" })
        {
            if (schema[keyword] is JsonObject child)
            {
                yield return (child, path.Child(keyword));
            }
        }

        foreach (var junctor in new[] { "allOf", "anyOf", "oneOf" })
        {
            var alternatives = schema[junctor] as JsonArray ?? [];
            for (var i = 0; i < alternatives.Count; i++)
            {
                yield return (alternatives[i] as JsonObject ?? [], path.Child(junctor).Index(i));
            }
        }
    }

    private static string? Type(JsonObject schema) => JsonScalars.IsText(schema["type"], out var type) ? type : null;

    private static bool Is(JsonObject schema, string flag) => JsonScalars.IsBoolean(schema[flag], out var value) && value;
}
