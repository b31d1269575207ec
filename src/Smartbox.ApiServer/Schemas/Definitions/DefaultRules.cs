using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>Whether defaults are values that their own schema takes.</summary>
internal static class DefaultRules
{
    public static void Validate(Schema schema, FieldPath path, ErrorList errors)
    {
        if (schema.Default is { } @default)
        {
            ValidateDefault(schema, @default, path.Child("default"), errors);
        }

        foreach (var (name, property) in schema.Properties)
        {
            Validate(property, path.Child("properties").Key(name), errors);
        }

        if (schema.Items is { } items)
        {
            Validate(items, path.Child("items"), errors);
        }

        if (schema.AdditionalProperties is { } values)
        {
            Validate(values, path.Child("additionalProperties"), errors);
        }
    }

    private static void ValidateDefault(Schema schema, JsonNode @default, FieldPath path, ErrorList errors)
    {
        if (@default is JsonObject map && Pruning.Prune(map.DeepClone().AsObject(), schema).Count > 0)
        {
            errors.Invalid(path, GoText.Json(map), "must not have unknown fields");
        }

        var found = new ErrorList();
        ValueValidator.Validate(new SchemaNode(schema), @default, null, FieldPath.Root, found);
        foreach (var error in found.Errors)
        {
            var below = error.Path is "" or "<nil>" ? "" : "." + error.Path;
            errors.Add(new FieldError(path + below, error.Reason, error.Message));
        }
    }
}
