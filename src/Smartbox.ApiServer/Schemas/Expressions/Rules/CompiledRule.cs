using Smartbox.ApiServer.Schemas.Expressions.Checking;

namespace Smartbox.ApiServer.Schemas.Expressions.Rules;

/// <summary>A rule that can run.</summary>
/// <param name="Rule">As the schema has it.</param>
/// <param name="Expression">Its expression; null when it does not compile.</param>
/// <param name="MessageExpression">What makes its message; null when nothing does.</param>
/// <param name="FieldPath">The field that errors name, below the one that has the rule, such as <c>.size</c>; empty for that one.</param>
/// <param name="Problems">Why it does not compile.</param>
internal sealed record CompiledRule(ValidationRule Rule, Expression? Expression, Expression? MessageExpression, string FieldPath, string Problems)
{
    /// <summary>How errors that are not its own message call it.</summary>
    public string Name => string.IsNullOrEmpty(Rule.Message) ? Rule.Rule.Trim() : Rule.Message.Trim();

    public string Message => string.IsNullOrEmpty(Rule.Message) ? $"failed rule: {Name}" : Name;
}
