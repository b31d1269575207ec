using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Smartbox.Conformance.Tests.Definitions;

/// <summary>Breaks each bound of a schema once, in an object that is otherwise complete and valid.</summary>
/// <param name="complete">An object that fills every field that the schema has below <c>spec</c>.</param>
internal sealed class BoundBreaker(JsonNode complete)
{
    private static readonly string[] s_oddTexts = [" ", "§ 1", "a\nb", "//", "-"];

    /// <summary>The broken objects below a field.</summary>
    /// <param name="path">Names and indexes that lead to the field.</param>
    /// <param name="schema">Schema of the field.</param>
    public IEnumerable<BrokenObject> Break(object[] path, V1JSONSchemaProps schema)
    {
        var value = Find(complete, path) ?? throw new InvalidOperationException($"The complete object does not fill {BrokenObject.Display(path)}.");
        return Texts(path, schema)
            .Concat(Numbers(path, schema))
            .Concat(Collections(path, schema, value))
            .Concat((schema.Required ?? []).Select(name => Without([.. path, name])))
            .Concat(SchemaTree.Children(schema).SelectMany(child => Break([.. path, Step(child.Step, value)], child.Schema)));
    }

    private IEnumerable<BrokenObject> Texts(object[] path, V1JSONSchemaProps schema)
    {
        if (schema.EnumProperty is not null)
        {
            yield return With(path, "Nonsense", "Unsupported value");
        }

        if (schema.Format == "date-time")
        {
            yield return With(path, "yesterday", "must be of type date-time");
        }

        if (schema.MaxLength is { } maximum)
        {
            yield return With(path, new string('1', (int)maximum + 1), "Too long");
        }

        if (schema.MinLength > 0)
        {
            yield return With(path, new string('1', (int)schema.MinLength - 1), "should be at least");
        }

        if (schema.Pattern is { } pattern)
        {
            yield return With(path, s_oddTexts.First(text => text.Length >= (schema.MinLength ?? 0) && !Regex.IsMatch(text, pattern)), "should match");
        }
    }

    private IEnumerable<BrokenObject> Numbers(object[] path, V1JSONSchemaProps schema)
    {
        if (schema.Minimum is { } minimum)
        {
            yield return With(path, (long)minimum - 1, "should be greater than or equal to");
        }

        if (schema.Maximum is { } maximum)
        {
            yield return With(path, (long)maximum + 1, "should be less than or equal to");
        }

        if (schema.Type is "integer" or "boolean")
        {
            yield return With(path, "many", "must be of type " + schema.Type);
        }
    }

    private IEnumerable<BrokenObject> Collections(object[] path, V1JSONSchemaProps schema, JsonNode value)
    {
        if (schema.MaxItems is { } items)
        {
            var first = value.AsArray()[0];
            yield return With(path, new JsonArray([.. Enumerable.Range(0, (int)items + 1).Select(_ => first?.DeepClone())]), "must have at most");
        }

        if (schema.MaxProperties is { } properties)
        {
            var first = value.AsObject().First().Value;
            var many = new JsonObject(Enumerable.Range(0, (int)properties + 1).Select(i => KeyValuePair.Create($"key{i}", first?.DeepClone())));
            yield return With(path, many, "must have at most");
        }
    }

    private BrokenObject With(object[] path, JsonNode value, string message)
    {
        var copy = complete.DeepClone();
        var parent = Find(copy, path[..^1])!;
        if (path[^1] is int index)
        {
            parent[index] = value;
        }
        else
        {
            parent[(string)path[^1]] = value;
        }

        return new BrokenObject(path, copy, message);
    }

    private BrokenObject Without(object[] path)
    {
        var copy = complete.DeepClone();
        Find(copy, path[..^1])!.AsObject().Remove((string)path[^1]);
        return new BrokenObject(path, copy, "Required value");
    }

    private static object Step(string step, JsonNode value) => step switch
    {
        "[]" => 0,
        "{}" => value.AsObject().First().Key,
        _ => step,
    };

    private static JsonNode? Find(JsonNode? node, IEnumerable<object> path) =>
        path.Aggregate(node, (parent, step) => step is int index ? parent?[index] : parent?[(string)step]);
}
