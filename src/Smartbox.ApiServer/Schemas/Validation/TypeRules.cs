using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Whether a value has the type that its schema says.</summary>
internal static class TypeRules
{
    public static void Validate(SchemaNode node, JsonNode? value, FieldPath path, ErrorList errors)
    {
        var schema = node.Schema;
        if (node.TypeName.Length == 0 || value is null && schema.IsNullable)
        {
            return;
        }

        var (type, format) = Describe(value);
        if (schema.IsIntOrString ? type is "integer" or "string" : IsOfType(schema.Type!, type, value))
        {
            return;
        }

        // A checked format is named in place of the type, with the format of what was found, which only numbers have.
        // A list passes there: it may be the bytes that the format stands for.
        if (type is not ("string" or "array" or "null") && HasNamedFormat(node))
        {
            errors.WrongType(path, schema.Format!, format);
        }
        else if (type != "array" || node.HasFormat is null)
        {
            errors.WrongType(path, node.TypeName, type);
        }
    }

    private static bool HasNamedFormat(SchemaNode node) => node.HasFormat is not null || node.Schema.Format is "int32" or "int64" or "float" or "double";

    private static bool IsOfType(string wanted, string type, JsonNode? value) => wanted == type || wanted switch
    {
        "number" => type == "integer",
        "integer" => type == "number" && JsonScalars.IsNumber(value, out var number) && IsInteger(number),
        _ => false,
    };

    /// <summary>Whether a number that is written with a fraction or an exponent is an integer that JSON clients can tell apart.</summary>
    public static bool IsInteger(double number) => Math.Abs(number) < 1L << 53 && Math.Truncate(number).Equals(number);

    private static (string Type, string Format) Describe(JsonNode? value) => value switch
    {
        null => ("null", ""),
        JsonObject => ("object", ""),
        JsonArray => ("array", ""),
        _ when JsonScalars.IsText(value, out _) => ("string", ""),
        _ when JsonScalars.IsInteger(value, out _) => ("integer", "int64"),
        _ when JsonScalars.IsNumber(value, out _) => ("number", "float64"),
        _ => ("boolean", ""),
    };
}
