using k8s.Models;

namespace Smartbox.Api.Generator.Reference;

/// <summary>Says in a few words what may stand in a field.</summary>
internal static class FieldType
{
    public static string Of(V1JSONSchemaProps schema)
    {
        if (schema.EnumProperty is { } words)
        {
            return string.Join(" or ", words.Select(w => $"`{w}`"));
        }

        if (schema.XKubernetesIntOrString == true)
        {
            return "quantity";
        }

        if (schema.AdditionalProperties is V1JSONSchemaProps values)
        {
            return $"map of {Of(values)}, at most {schema.MaxProperties}";
        }

        return schema.Type switch
        {
            "array" => $"list of {Of((V1JSONSchemaProps)schema.Items)}, at most {schema.MaxItems}{Key(schema)}",
            "integer" => Range(schema),
            "string" when schema.Format == "date-time" => "time",
            "string" => $"string of {Length(schema)} characters",
            _ => schema.Type,
        };
    }

    private static string Key(V1JSONSchemaProps list) => list.XKubernetesListMapKeys is { } keys ? $", one per {keys[0]}" : "";

    private static string Range(V1JSONSchemaProps number) => (number.Minimum, number.Maximum) switch
    {
        (null, null) => "integer",
        ({ } minimum, null) => $"integer from {minimum}",
        var (minimum, maximum) => $"integer from {minimum} to {maximum}",
    };

    private static string Length(V1JSONSchemaProps text) => text.MinLength is { } minimum ? $"{minimum} to {text.MaxLength}" : $"at most {text.MaxLength}";
}
