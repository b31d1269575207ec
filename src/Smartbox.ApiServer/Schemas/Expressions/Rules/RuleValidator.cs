using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Expressions.Rules;

/// <summary>Runs the rules of a schema.</summary>
internal static class RuleValidator
{
    // With errors of these kinds a rule may meet values of types that it was not compiled for.
    private static readonly HashSet<string> s_blocking = ["FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany", "FieldValueTypeInvalid"];

    /// <param name="node">Schema of the root.</param>
    /// <param name="value">The object.</param>
    /// <param name="old">The object before; null for a new one.</param>
    /// <param name="errors">What has been found by the rest of validation.</param>
    public static void Validate(SchemaNode node, JsonObject value, JsonObject? old, ErrorList errors)
    {
        if (!node.HasRules)
        {
            return;
        }

        if (errors.Errors.Any(error => s_blocking.Contains(error.Reason)))
        {
            errors.Add(new FieldError("<nil>", "FieldValueInvalid",
                "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
            return;
        }

        Validate(node, value, old, FieldPath.Root, old is null ? null : new Correlation(value, old, null), errors);
    }

    private static void Validate(SchemaNode node, JsonNode? value, JsonNode? old, FieldPath path, Correlation? correlation, ErrorList errors)
    {
        if (value is null || !node.HasRules)
        {
            return;
        }

        if (node.Rules.Count > 0)
        {
            Run(node, value, old, path, correlation, errors);
        }

        Correlation? Below(JsonNode? child, JsonNode? oldChild) => correlation is null ? null : new Correlation(child, oldChild, correlation);
        if (value is JsonArray list && node.Items is { HasRules: true } items)
        {
            var correlated = old is JsonArray before ? ListCorrelation.Of(node.Schema, before) : null;
            for (var i = 0; i < list.Count; i++)
            {
                var oldItem = correlated?.Find(list[i]);
                Validate(items, list[i], oldItem, path.Index(i), Below(list[i], oldItem), errors);
            }
        }
        else if (value is JsonObject map)
        {
            var before = node.Schema.IsAtomicMap ? null : old as JsonObject;
            foreach (var (name, child) in map)
            {
                var oldChild = before?[name];
                if (node.Property(name) is { } property)
                {
                    Validate(property, child, oldChild, path.Child(name), Below(child, oldChild), errors);
                }
                else if (node.Values is { HasRules: true } values)
                {
                    Validate(values, child, oldChild, path.Key(name), Below(child, oldChild), errors);
                }
            }
        }
    }

    private static void Run(SchemaNode node, JsonNode value, JsonNode? old, FieldPath path, Correlation? correlation, ErrorList errors)
    {
        foreach (var rule in node.Rules)
        {
            if (rule.Expression is not { } expression)
            {
                errors.Invalid(path, GoText.Quote(node.Schema.Type ?? ""), $"rule compile error: {rule.Problems}");
                continue;
            }

            if (expression.UsesOldSelf && old is null && !rule.Rule.HasOptionalOldSelf)
            {
                continue;
            }

            try
            {
                var self = JsonValues.Convert(value, node.Schema);
                var oldSelf = old is null ? null : JsonValues.Convert(old, node.Schema);
                var before = rule.Rule.HasOptionalOldSelf ? old is null ? CelOptional.None : CelOptional.Of(oldSelf) : oldSelf;
                if (expression.Evaluate(self, before) is true || !expression.UsesOldSelf && correlation is { IsUnchanged: true })
                {
                    continue;
                }

                errors.Add(Failure(rule, value, path, Message(rule, self, before)));
            }
            catch (CelException e)
            {
                var type = GoText.Quote(node.Schema.Type ?? "");
                errors.Invalid(path, type, e.Message.StartsWith("no such overload", StringComparison.Ordinal)
                    ? $"'{e.Message}': call arguments did not match a supported operator, function or macro signature for rule: {rule.Name}"
                    : $"{e.Message} evaluating rule: {rule.Name}");
            }
        }
    }

    private static string Message(CompiledRule rule, object? self, object? oldSelf)
    {
        try
        {
            if (rule.MessageExpression?.Evaluate(self, oldSelf) is string text && text.Trim() is { Length: > 0 and <= 5 * 1024 } message && !message.Contains('\n', StringComparison.Ordinal))
            {
                return message;
            }
        }
        catch (CelException)
        {
            // Its author is told when the definition is made; who breaks the rule is told the rule.
        }

        return rule.Message;
    }

    private static FieldError Failure(CompiledRule rule, JsonNode value, FieldPath path, string message)
    {
        var at = path.ToString();
        at = at.Length == 0 ? rule.FieldPath.TrimStart('.') : at + rule.FieldPath;
        // Objects and lists are too long to show.
        var shown = value is JsonValue ? ": " + GoText.Value(value) : "";
        return rule.Rule.Reason switch
        {
            "FieldValueForbidden" => new FieldError(at, rule.Rule.Reason, $"Forbidden: {message}"),
            "FieldValueRequired" => new FieldError(at, rule.Rule.Reason, $"Required value: {message}"),
            "FieldValueDuplicate" => new FieldError(at, rule.Rule.Reason, $"Duplicate value{shown}"),
            _ => new FieldError(at, "FieldValueInvalid", $"Invalid value{shown}: {message}"),
        };
    }
}
