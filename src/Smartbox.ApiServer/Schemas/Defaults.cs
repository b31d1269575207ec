using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas;

/// <summary>Structural defaulting, in place.</summary>
internal static class Defaults
{
    /// <summary>Fills absent fields of objects that are there. A null that may not be is replaced by the default, or taken for absent where there is none.</summary>
    public static void Apply(JsonObject value, Schema schema)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (property.Default is { } @default && IsAbsent(value, name, property))
            {
                value[name] = @default.DeepClone();
            }
        }

        List<string>? nulls = null;
        foreach (var (name, child) in value)
        {
            if (Of(schema, name) is not { } childSchema)
            {
                continue;
            }

            if (child is null && !childSchema.IsNullable)
            {
                (nulls ??= []).Add(name);
            }
            else
            {
                ApplyToAny(child, childSchema);
            }
        }

        foreach (var name in nulls ?? [])
        {
            value.Remove(name);
            if (Of(schema, name)?.Default is { } @default)
            {
                value[name] = @default.DeepClone();
                ApplyToAny(value[name], Of(schema, name)!);
            }
        }
    }

    private static void ApplyToAny(JsonNode? value, Schema schema)
    {
        if (value is JsonObject map)
        {
            Apply(map, schema);
        }
        else if (value is JsonArray list && schema.Items is { } items)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is null && !items.IsNullable && items.Default is { } @default)
                {
                    list[i] = @default.DeepClone();
                }

                ApplyToAny(list[i], items);
            }
        }
    }

    private static bool IsAbsent(JsonObject value, string name, Schema property) =>
        !value.TryGetPropertyValue(name, out var present) || present is null && !property.IsNullable;

    private static Schema? Of(Schema schema, string name) => schema.Properties.TryGetValue(name, out var property) ? property : schema.AdditionalProperties;
}
