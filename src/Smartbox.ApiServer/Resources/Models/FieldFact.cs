using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>What one field's schema has beyond what reflection finds.</summary>
internal sealed record FieldFact
{
    /// <summary>Whether an absent value stands for the type's zero, as a Go field without <c>omitempty</c>.</summary>
    public bool IsZeroed { get; init; }

    /// <summary>Default as text; <c>{}</c> for an empty object.</summary>
    public string? Default { get; init; }

    public ListType ListType { get; init; }

    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    public bool IsAtomicMap { get; init; }

    public string? PatchMergeKey { get; init; }

    public string? PatchStrategy { get; init; }
}
