using Antlr4.Runtime;
using Smartbox.ApiServer.Schemas.Expressions.Types;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>A part of an expression that has been checked.</summary>
/// <param name="Type">Its type.</param>
/// <param name="At">The token that messages about it point at.</param>
/// <param name="Evaluate">Computes its value.</param>
internal sealed record Typed(CelType Type, IToken At, Func<Frame, object?> Evaluate)
{
    /// <summary>The text, when it is a literal one.</summary>
    public string? Literal { get; init; }
}
