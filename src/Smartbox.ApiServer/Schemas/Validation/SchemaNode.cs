using System.Text.RegularExpressions;
using Smartbox.ApiServer.Schemas.Expressions.Rules;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>A schema with what validation needs of it made once. Children are made when they are first met, as schemas of models are large.</summary>
/// <param name="schema">The schema.</param>
/// <param name="isResource">Whether it is of a whole resource, the root.</param>
internal sealed class SchemaNode(Schema schema, bool isResource = false)
{
    private readonly Lazy<Dictionary<string, SchemaNode>> _properties = new(() => schema.Properties.ToDictionary(property => property.Key, property => new SchemaNode(property.Value)));
    private readonly Lazy<SchemaNode?> _values = new(() => Of(schema.AdditionalProperties));
    private readonly Lazy<SchemaNode?> _items = new(() => Of(schema.Items));
    private readonly Lazy<bool> _hasListRules = new(() => DeclaresLists(schema));
    private readonly Lazy<Regex?> _pattern = new(() => string.IsNullOrEmpty(schema.Pattern) ? null : GoPattern.Compile(schema.Pattern));
    private readonly Lazy<Func<string, bool>?> _format = new(() => Formats.Of(schema.Format));

    private readonly Lazy<bool> _hasRules = new(() => DeclaresRules(schema));
    private readonly Lazy<IReadOnlyList<CompiledRule>> _rules = new(() => RuleCompiler.Compile(schema, isResource || schema.IsEmbeddedResource));

    public Schema Schema => schema;

    public SchemaNode? Values => _values.Value;

    public SchemaNode? Items => _items.Value;

    public IReadOnlyList<SchemaNode> AllOf { get; } = All(schema.AllOf);

    public IReadOnlyList<SchemaNode> AnyOf { get; } = All(schema.AnyOf);

    public IReadOnlyList<SchemaNode> OneOf { get; } = All(schema.OneOf);

    public SchemaNode? Not { get; } = Of(schema.Not);

    public Regex? Pattern => _pattern.Value;

    /// <summary>Whether text has the schema's format; null when that is none that is checked.</summary>
    public Func<string, bool>? HasFormat => _format.Value;

    /// <summary>Types as errors name them; empty where anything may stand.</summary>
    public string TypeName { get; } = schema.IsIntOrString ? "integer,string" : schema.Type ?? "";

    /// <summary>Whether lists of it or below it are sets or maps.</summary>
    public bool HasListRules => _hasListRules.Value;

    /// <summary>Whether it or one below it has rules.</summary>
    public bool HasRules => _hasRules.Value;

    public IReadOnlyList<CompiledRule> Rules => _rules.Value;

    public SchemaNode? Property(string name) => _properties.Value.GetValueOrDefault(name);

    private static SchemaNode? Of(Schema? schema) => schema is null ? null : new SchemaNode(schema);

    private static List<SchemaNode> All(IReadOnlyList<Schema> schemas) => [.. schemas.Select(schema => new SchemaNode(schema))];

    // A resource's metadata is of a schema of models, which has none and is large.
    private static bool DeclaresRules(Schema schema) => schema.Validations.Count > 0
        || schema.Items is { } items && DeclaresRules(items)
        || schema.AdditionalProperties is { } values && DeclaresRules(values)
        || schema.Properties.Any(property => property.Key != "metadata" && DeclaresRules(property.Value));

    // Metadata's own lists are checked with metadata.
    private static bool DeclaresLists(Schema schema) => schema.ListType != ListType.Atomic
        || schema.Items is { } items && DeclaresLists(items)
        || schema.AdditionalProperties is { } values && DeclaresLists(values)
        || schema.Properties.Any(property => property.Key != "metadata" && DeclaresLists(property.Value));
}
