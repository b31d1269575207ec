using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Resources;

/// <summary>What a built-in kind does beyond its schema, as the registry strategies of kube-apiserver do.</summary>
internal sealed record ResourceStrategy
{
    /// <summary>Does what decoding into the kind's Go type does: null is absent, quantities are canonical text. Called first, on each object as it would be stored.</summary>
    public Action<JsonObject>? Normalize { get; init; }

    /// <summary>Fills defaults that depend on other fields; called on each write, after schema defaults.</summary>
    public Action<JsonObject>? Default { get; init; }

    /// <summary>Sets what the server alone decides on a new object (a pod's phase, a namespace's finalizer).</summary>
    public Action<JsonObject>? PrepareForCreate { get; init; }

    /// <summary>The same for a new version: what must not change is taken from the old one. Arguments: new, old.</summary>
    public Action<JsonObject, JsonObject>? PrepareForUpdate { get; init; }

    /// <summary>What is wrong. Arguments: new, old (null for a new object).</summary>
    public Func<JsonObject, JsonObject?, IEnumerable<FieldError>>? Validate { get; init; }

    /// <summary>What may be asked of the user beside the answer. Argument: the new object.</summary>
    public Func<JsonObject, IEnumerable<string>>? Warnings { get; init; }
}
