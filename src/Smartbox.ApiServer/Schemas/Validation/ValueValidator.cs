using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Validates one value and what is in it. The order of checks is that in which the API server lists errors.</summary>
internal static class ValueValidator
{
    public static void Validate(SchemaNode node, JsonNode? value, JsonNode? old, FieldPath path, ErrorList errors)
    {
        // What has not changed since it was stored may be wrong.
        if (old is not null && JsonNode.DeepEquals(value, old))
        {
            return;
        }

        errors.Checks++;
        TypeRules.Validate(node, value, path, errors);
        if (value is null)
        {
            return;
        }

        ValidateJunctors(node, value, path, errors);
        if (JsonScalars.IsText(value, out var text))
        {
            TextRules.Validate(node, value, text, path, errors);
        }
        else if (JsonScalars.IsNumber(value, out var number))
        {
            NumberRules.Validate(node.Schema, value, number, path, errors);
        }
        else if (value is JsonArray list)
        {
            ValidateItems(node, list, old as JsonArray, path, errors);
        }

        if (node.Schema.Enum.Count > 0 && !node.Schema.Enum.Any(allowed => JsonNode.DeepEquals(allowed, value)))
        {
            errors.Unsupported(path, value, node.Schema.Enum);
        }

        if (value is JsonObject map)
        {
            ValidateFields(node, map, old as JsonObject, path, errors);
        }
    }

    private static void ValidateJunctors(SchemaNode node, JsonNode value, FieldPath path, ErrorList errors)
    {
        if (node.AnyOf.Count > 0)
        {
            var (valid, nearest) = Alternatives(node.AnyOf, value, path);
            if (valid == 0)
            {
                errors.InvalidWithoutPath($"\"{path}\" must validate at least one schema (anyOf)");
                errors.AddRange(nearest);
            }
        }

        if (node.OneOf.Count > 0)
        {
            var (valid, nearest) = Alternatives(node.OneOf, value, path);
            if (valid != 1)
            {
                errors.InvalidWithoutPath($"\"{path}\" must validate one and only one schema (oneOf). {(valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives")}");
                errors.AddRange(nearest);
            }
        }

        if (node.AllOf.Count > 0)
        {
            var broken = node.AllOf.Select(all => Check(all, value, path)).Where(found => found.Errors.Count > 0).ToList();
            if (broken.Count > 0)
            {
                broken.ForEach(errors.AddRange);
                errors.InvalidWithoutPath($"\"{path}\" must validate all the schemas (allOf){(broken.Count == node.AllOf.Count ? ". None validated" : "")}");
            }
        }

        if (node.Not is { } not && Alternatives([not], value, path).Valid == 1)
        {
            errors.InvalidWithoutPath($"\"{path}\" must not validate the schema (not)");
        }
    }

    // With what is wrong according to the nearest, when none is right.
    private static (int Valid, ErrorList Nearest) Alternatives(IReadOnlyList<SchemaNode> nodes, JsonNode value, FieldPath path)
    {
        var checks = nodes.Select(node => Check(node, value, path)).ToList();
        var valid = checks.Count(found => found.Errors.Count == 0);
        return (valid, valid == 0 ? checks.MaxBy(found => found.Checks)! : new ErrorList());
    }

    private static ErrorList Check(SchemaNode node, JsonNode value, FieldPath path)
    {
        var found = new ErrorList();
        Validate(node, value, null, path, found);
        return found;
    }

    private static void ValidateItems(SchemaNode node, JsonArray list, JsonArray? old, FieldPath path, ErrorList errors)
    {
        var schema = node.Schema;
        if (node.Items is { } items)
        {
            var correlated = old is null ? null : ListCorrelation.Of(schema, old);
            for (var i = 0; i < list.Count; i++)
            {
                Validate(items, list[i], correlated?.Find(list[i]), path.Index(i), errors);
            }
        }

        if (schema.MinItems is { } minimum && list.Count < minimum)
        {
            errors.Invalid(path, list.Count, $"should have at least {minimum} items");
        }

        if (schema.MaxItems is { } maximum && list.Count > maximum)
        {
            errors.TooMany(path, list.Count, maximum);
        }
    }

    private static void ValidateFields(SchemaNode node, JsonObject map, JsonObject? old, FieldPath path, ErrorList errors)
    {
        var schema = node.Schema;
        if (schema.MinProperties is { } minimum && map.Count < minimum)
        {
            errors.Invalid(path, map.Count, $"should have at least {minimum} properties");
        }

        if (schema.MaxProperties is { } maximum && map.Count > maximum)
        {
            errors.TooMany(path, map.Count, maximum);
        }

        foreach (var (name, child) in map)
        {
            if ((node.Property(name) ?? node.Values) is { } childNode)
            {
                Validate(childNode, child, old?[name], path.Child(name), errors);
            }
        }

        foreach (var name in schema.Required)
        {
            if (!map.ContainsKey(name))
            {
                errors.Required(path.Child(name));
            }
        }
    }
}
