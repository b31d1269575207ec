using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas;

/// <summary>A structural schema: of a custom resource as its CRD gives it, or of a built-in kind. Immutable.</summary>
/// <remarks>Source: the apiextensions.k8s.io/v1 JSONSchemaProps, and Kubernetes' OpenAPI extensions.</remarks>
internal sealed record Schema
{
    /// <summary><c>object</c>, <c>array</c>, <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>; null with <see cref="IsIntOrString"/>, or where anything may stand.</summary>
    public string? Type { get; init; }

    public string? Format { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, Schema> Properties { get; init; } = new Dictionary<string, Schema>();

    /// <summary>Schema of the values of a map; null where there is none.</summary>
    public Schema? AdditionalProperties { get; init; }

    public Schema? Items { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public JsonNode? Default { get; init; }

    public bool IsNullable { get; init; }

    public IReadOnlyList<JsonNode?> Enum { get; init; } = [];

    public string? Pattern { get; init; }

    public long? MinLength { get; init; }

    public long? MaxLength { get; init; }

    public long? MinItems { get; init; }

    public long? MaxItems { get; init; }

    public bool HasUniqueItems { get; init; }

    public long? MinProperties { get; init; }

    public long? MaxProperties { get; init; }

    public double? Minimum { get; init; }

    public bool IsMinimumExclusive { get; init; }

    public double? Maximum { get; init; }

    public bool IsMaximumExclusive { get; init; }

    public double? MultipleOf { get; init; }

    public IReadOnlyList<Schema> AllOf { get; init; } = [];

    public IReadOnlyList<Schema> AnyOf { get; init; } = [];

    public IReadOnlyList<Schema> OneOf { get; init; } = [];

    public Schema? Not { get; init; }

    /// <summary><c>x-kubernetes-preserve-unknown-fields</c>.</summary>
    public bool PreservesUnknownFields { get; init; }

    /// <summary><c>x-kubernetes-int-or-string</c>.</summary>
    public bool IsIntOrString { get; init; }

    /// <summary><c>x-kubernetes-embedded-resource</c>.</summary>
    public bool IsEmbeddedResource { get; init; }

    /// <summary><c>x-kubernetes-list-type</c>.</summary>
    public ListType ListType { get; init; } = ListType.Atomic;

    /// <summary><c>x-kubernetes-list-map-keys</c>.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary><c>x-kubernetes-map-type: atomic</c>.</summary>
    public bool IsAtomicMap { get; init; }

    /// <summary><c>x-kubernetes-patch-merge-key</c>: for strategic merge patches of built-in kinds.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary><c>x-kubernetes-patch-strategy</c>, such as <c>merge</c> or <c>merge,retainKeys</c>.</summary>
    public string? PatchStrategy { get; init; }

    /// <summary><c>x-kubernetes-validations</c>.</summary>
    public IReadOnlyList<ValidationRule> Validations { get; init; } = [];
}
