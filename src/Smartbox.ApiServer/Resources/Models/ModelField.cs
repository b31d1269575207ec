using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>A field of a model, as Go's JSON decoder names it in errors.</summary>
/// <param name="Model">Name of the struct.</param>
/// <param name="Path">Path from the object, without indexes.</param>
internal readonly record struct ModelField(string Model, string Path)
{
    /// <returns>Go's name of a model's struct; null for what is none.</returns>
    public static string? StructOf(Schema schema) => ModelSchemas.ComponentOf(schema) is { } component ? component[(component.LastIndexOf('.') + 1)..] : null;

    /// <exception cref="FormatException">When the value is of another type, in the decoder's words.</exception>
    public void Check(JsonNode value, Schema schema)
    {
        if (schema.Type is null) return;
        var kind = value.GetValueKind();
        var found = (schema.Type, kind) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => null,
            ("boolean", JsonValueKind.True or JsonValueKind.False) => null,
            ("integer", JsonValueKind.Number) => IsInteger(value, schema) ? null : $"number {value.ToJsonString()}",
            (_, JsonValueKind.True or JsonValueKind.False) => "bool",
            _ => kind.ToString().ToLowerInvariant(),
        };
        if (found is not null) throw new FormatException($"json: cannot unmarshal {found} into Go struct field {Model}.{Path} of type {GoType(schema)}");
    }

    private static bool IsInteger(JsonNode value, Schema schema) =>
        long.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.AllowLeadingSign, null, out var number)
        && (schema.Format != "int32" || number is >= int.MinValue and <= int.MaxValue);

    private static string GoType(Schema schema) => schema.Type switch
    {
        "boolean" => "bool",
        "integer" => schema.Format ?? "int64",
        "number" => "float64",
        "array" => "[]" + GoType(schema.Items ?? new Schema()),
        "object" when schema.AdditionalProperties is { } values => "map[string]" + GoType(values),
        "object" when StructOf(schema) is { } name => "v1." + name,
        "string" => "string",
        _ => "interface {}",
    };
}
