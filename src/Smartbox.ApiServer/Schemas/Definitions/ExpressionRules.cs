using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Expressions.Checking;
using Smartbox.ApiServer.Schemas.Expressions.Rules;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>Whether the rules of a schema compile. Their cost is not estimated.</summary>
internal static class ExpressionRules
{
    private static readonly string[] s_reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    /// <param name="schema">The schema as it is written.</param>
    /// <param name="complete">The same with what every resource has.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">What is found.</param>
    public static void Validate(Schema schema, Schema complete, FieldPath path, ErrorList errors) => Validate(schema, complete, isResource: true, path, uncorrelated: null, errors);

    private static void Validate(Schema schema, Schema complete, bool isResource, FieldPath path, FieldPath? uncorrelated, ErrorList errors)
    {
        if (schema.Validations.Count > 0)
        {
            var self = RuleCompiler.SelfType(complete, isResource);
            for (var i = 0; i < schema.Validations.Count; i++)
            {
                Validate(schema.Validations[i], schema, self, path.Child("x-kubernetes-validations").Index(i), uncorrelated, errors);
            }
        }

        foreach (var (name, property) in schema.Properties)
        {
            if (!(name == "metadata" && isResource))
            {
                Validate(property, complete.Properties[name], property.IsEmbeddedResource, path.Child("properties").Key(name), uncorrelated, errors);
            }
        }

        if (schema.AdditionalProperties is { } values)
        {
            Validate(values, complete.AdditionalProperties!, values.IsEmbeddedResource, path.Child("additionalProperties"), uncorrelated, errors);
        }

        if (schema.Items is { } items)
        {
            Validate(items, complete.Items!, items.IsEmbeddedResource, path.Child("items"), uncorrelated ?? (schema.ListType == ListType.Map ? null : path), errors);
        }
    }

    private static void Validate(ValidationRule rule, Schema schema, CelType self, FieldPath path, FieldPath? uncorrelated, ErrorList errors)
    {
        if (rule.Rule.Trim().Length == 0)
        {
            errors.Required(path.Child("rule"), "rule is not specified");
            return;
        }

        ValidateTexts(rule, path, errors);
        if (rule.FieldPath is { Length: > 0 } fieldPath && !SchemaPath.TryResolve(fieldPath, schema, out _, out _))
        {
            errors.Invalid(path.Child("fieldPath"), GoText.Quote(fieldPath), "must be a valid path");
        }

        var oldSelf = RuleCompiler.OldSelfType(rule, self);
        var expression = ExpressionCompiler.Compile(rule.Rule, self, oldSelf, out var problems);
        if (expression is null)
        {
            errors.Invalid(path.Child("rule"), Show(rule), $"compilation failed: {problems}");
        }
        else if (expression.Type != CelType.Bool && !expression.Type.IsDynamic)
        {
            errors.Invalid(path.Child("rule"), Show(rule), "cel expression must evaluate to a bool");
        }
        else if (expression.UsesOldSelf && uncorrelated is not null)
        {
            errors.Invalid(path.Child("rule"), GoText.Quote(rule.Rule), $"oldSelf cannot be used on the uncorrelatable portion of the schema within {uncorrelated}");
        }

        if (rule.HasOptionalOldSelf && expression is not { UsesOldSelf: true })
        {
            errors.Invalid(path.Child("optionalOldSelf"), "true", "may not be set if oldSelf is not used in rule");
        }

        ValidateMessageExpression(rule, self, oldSelf, path.Child("messageExpression"), errors);
    }

    private static void ValidateTexts(ValidationRule rule, FieldPath path, ErrorList errors)
    {
        if (rule.Message is { Length: > 0 } message)
        {
            if (message.Trim().Length == 0)
            {
                errors.Invalid(path.Child("message"), GoText.Quote(message), "must be non-empty if specified");
            }
            else if (message.Trim().Contains('\n', StringComparison.Ordinal))
            {
                errors.Invalid(path.Child("message"), GoText.Quote(message), "must not contain line breaks");
            }
        }
        else if (rule.Rule.Trim().Contains('\n', StringComparison.Ordinal))
        {
            errors.Required(path.Child("message"), "message must be specified if rule contains line breaks");
        }

        if (rule.Reason is not null && !s_reasons.Contains(rule.Reason))
        {
            errors.Unsupported(path.Child("reason"), rule.Reason, s_reasons.Select(reason => JsonValue.Create(reason)));
        }
    }

    private static void ValidateMessageExpression(ValidationRule rule, CelType self, CelType oldSelf, FieldPath path, ErrorList errors)
    {
        if (rule.MessageExpression is not { Length: > 0 } source)
        {
            return;
        }

        if (source.Trim().Length == 0)
        {
            errors.Required(path, "must be non-empty if specified");
        }
        else if (ExpressionCompiler.Compile(source, self, oldSelf, out var problems) is not { } expression)
        {
            errors.Invalid(path, Show(rule), $"messageExpression compilation failed: {problems}");
        }
        else if (expression.Type != CelType.String && !expression.Type.IsDynamic)
        {
            errors.Invalid(path, Show(rule), "messageExpression must evaluate to a string");
        }
    }

    // As Go prints its own type of a rule.
    private static string Show(ValidationRule rule)
    {
        static string Text(string? text) => GoText.Json(JsonValue.Create(text ?? ""));
        var reason = rule.Reason is null ? "null" : Text(rule.Reason);
        return $"{{\"Rule\":{Text(rule.Rule)},\"Message\":{Text(rule.Message)},\"MessageExpression\":{Text(rule.MessageExpression)},\"Reason\":{reason},"
            + $"\"FieldPath\":{Text(rule.FieldPath)},\"OptionalOldSelf\":{(rule.HasOptionalOldSelf ? "true" : "null")}}}";
    }
}
