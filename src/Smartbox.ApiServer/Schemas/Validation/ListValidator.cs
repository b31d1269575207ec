using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Finds what is twice in lists that are sets or maps.</summary>
internal static class ListValidator
{
    public static void Validate(SchemaNode node, JsonNode? value, FieldPath path, ErrorList errors)
    {
        if (!node.HasListRules)
        {
            return;
        }

        if (value is JsonObject map)
        {
            foreach (var (name, child) in map)
            {
                if (node.Property(name) is { } property)
                {
                    Validate(property, child, path.Child(name), errors);
                }
                else if (node.Values is { } values)
                {
                    Validate(values, child, path.Key(name), errors);
                }
            }
        }
        else if (value is JsonArray list)
        {
            ValidateUniqueness(node.Schema, list, path, errors);
            for (var i = 0; i < list.Count && node.Items is { HasListRules: true }; i++)
            {
                Validate(node.Items, list[i], path.Index(i), errors);
            }
        }
    }

    private static void ValidateUniqueness(Schema schema, JsonArray list, FieldPath path, ErrorList errors)
    {
        if (schema.ListType == ListType.Atomic)
        {
            return;
        }

        // How often each was found: a third one is not told again.
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null)
            {
                continue;
            }

            if (schema.ListType == ListType.Map && list[i] is not JsonObject)
            {
                errors.Invalid(path.Index(i), GoText.Value(list[i]), "must be an object for an array of list-type map");
                continue;
            }

            var key = schema.ListType == ListType.Map ? ListCorrelation.Key(schema, list[i])! : GoText.Json(list[i]);
            seen[key] = seen.GetValueOrDefault(key) + 1;
            if (seen[key] == 2)
            {
                errors.Duplicate(path.Index(i), schema.ListType == ListType.Map ? Keys(schema, list[i]!.AsObject()) : list[i]);
            }
        }
    }

    private static JsonObject Keys(Schema schema, JsonObject item) => new(
        schema.ListMapKeys.Where(item.ContainsKey).Select(name => KeyValuePair.Create(name, item[name]?.DeepClone())));
}
