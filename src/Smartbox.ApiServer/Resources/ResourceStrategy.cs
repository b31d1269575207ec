using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Resources;

/// <summary>What a built-in kind does beyond its schema, as the registry strategies of kube-apiserver do.</summary>
internal sealed record ResourceStrategy
{
    /// <summary>
    /// Does what decoding into the kind's Go type does: null is absent, quantities and times are canonical text, and a value of another type is a 400.
    /// Called first, on each object as it would be stored.
    /// </summary>
    public Action<JsonObject>? Normalize { get; init; }

    /// <summary>Fills defaults that depend on other fields; called on each write, after schema defaults.</summary>
    public Action<JsonObject>? Default { get; init; }

    /// <summary>Sets what the server alone decides on a new object (a pod's phase, a namespace's finalizer).</summary>
    public Action<JsonObject>? PrepareForCreate { get; init; }

    /// <summary>
    /// The same for a new version: what must not change is taken from the old one. Called for the object itself and for its status, not for other
    /// subresources. Arguments: new, old.
    /// </summary>
    public Action<JsonObject, JsonObject>? PrepareForUpdate { get; init; }

    /// <summary>
    /// What is wrong, what the schema requires included: for built-in kinds this and <see cref="Normalize"/> stand in place of SchemaValidator, whose
    /// words are those of custom kinds. Arguments: new, old (null for a new object, and for the subresources binding and resize, which change what an
    /// update may not).
    /// </summary>
    public Func<JsonObject, JsonObject?, IEnumerable<FieldError>>? Validate { get; init; }

    /// <summary>What the user should know beside the answer; asked for once, when an object is created. Argument: the new object.</summary>
    public Func<JsonObject, IEnumerable<string>>? Warnings { get; init; }
}
