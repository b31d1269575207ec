using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas.Expressions.Rules;

/// <summary>A value beside the one that it was before.</summary>
/// <param name="value">The value.</param>
/// <param name="old">The value before; null when it cannot be told which one that was.</param>
/// <param name="parent">Of the value that this one is in.</param>
internal sealed class Correlation(JsonNode? value, JsonNode? old, Correlation? parent)
{
    /// <summary>Whether nothing has changed here, or in what it is in where that cannot be told. Then a broken rule is tolerated.</summary>
    public bool IsUnchanged => old is not null ? JsonNode.DeepEquals(value, old) : parent?.IsUnchanged ?? false;
}
