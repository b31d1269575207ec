using System.Text;
using Smartbox.ApiServer.Schemas.Expressions.Checking;
using Smartbox.ApiServer.Schemas.Expressions.Types;

namespace Smartbox.ApiServer.Schemas.Expressions.Rules;

/// <summary>Compiles the rules of a schema.</summary>
internal static class RuleCompiler
{
    public static IReadOnlyList<CompiledRule> Compile(Schema schema, bool isResource)
    {
        if (schema.Validations.Count == 0)
        {
            return [];
        }

        var self = SelfType(schema, isResource);
        return [.. schema.Validations.Select(rule => Compile(rule, schema, self))];
    }

    public static CelType SelfType(Schema schema, bool isResource) => SchemaTypes.Of(schema, "selfType", isResource) ?? CelType.Dyn;

    public static CelType OldSelfType(ValidationRule rule, CelType self) => rule.HasOptionalOldSelf ? CelType.OptionalOf(self) : self;

    private static CompiledRule Compile(ValidationRule rule, Schema schema, CelType self)
    {
        var oldSelf = OldSelfType(rule, self);
        var expression = ExpressionCompiler.Compile(rule.Rule, self, oldSelf, out var problems);
        // One that does not compile, or fails, leaves the rule its message.
        var message = string.IsNullOrEmpty(rule.MessageExpression) ? null : ExpressionCompiler.Compile(rule.MessageExpression, self, oldSelf, out _);
        var steps = new StringBuilder();
        var hasPath = rule.FieldPath is { Length: > 0 } path && SchemaPath.TryResolve(path, schema, out _, out _, steps);
        return new CompiledRule(rule, expression, message, hasPath ? steps.ToString() : "", problems);
    }
}
