using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas.Expressions.Rules;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas;

/// <summary>Says what is wrong with a value, in the API server's words.</summary>
internal static class SchemaValidator
{
    private static readonly ConditionalWeakTable<Schema, SchemaNode> s_compiled = [];

    /// <summary>Validates a value that has been defaulted and pruned.</summary>
    /// <param name="value">The new object.</param>
    /// <param name="old">The object that it replaces. What is wrong in a part that has not changed is tolerated.</param>
    /// <param name="schema">Schema of both. It is compiled at its first use, and kept as long as the instance lives.</param>
    public static IReadOnlyList<FieldError> Validate(JsonObject value, JsonObject? old, Schema schema)
    {
        var node = s_compiled.GetValue(schema, static key => new SchemaNode(key, isResource: true));
        var errors = new ErrorList();
        ValueValidator.Validate(node, value, old, FieldPath.Root, errors);
        if (old is null)
        {
            ListValidator.Validate(node, value, FieldPath.Root, errors);
        }
        else if (node.HasListRules)
        {
            ValidateChangedLists(node, value, old, errors);
        }

        RuleValidator.Validate(node, value, old, errors);
        return errors.Errors;
    }

    // Doubles are refused only in an object that had none.
    private static void ValidateChangedLists(SchemaNode node, JsonObject value, JsonObject old, ErrorList errors)
    {
        var found = new ErrorList();
        ListValidator.Validate(node, value, FieldPath.Root, found);
        if (found.Errors.Count == 0)
        {
            return;
        }

        var before = new ErrorList();
        ListValidator.Validate(node, old, FieldPath.Root, before);
        if (before.Errors.Count == 0)
        {
            errors.AddRange(found);
        }
    }
}
