using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Bounds of text. The first that is broken is told.</summary>
internal static class TextRules
{
    public static void Validate(SchemaNode node, JsonNode value, string text, FieldPath path, ErrorList errors)
    {
        var schema = node.Schema;
        if (schema.MaxLength is { } maximum && Length(text) > maximum)
        {
            errors.TooLong(path, maximum);
        }
        else if (schema.MinLength is { } minimum && Length(text) < minimum)
        {
            errors.Invalid(path, value, $"should be at least {minimum} chars long");
        }
        else if (node.Pattern is { } pattern && !pattern.IsMatch(text))
        {
            errors.Invalid(path, value, $"should match '{schema.Pattern}'");
        }

        if (node.HasFormat is { } hasFormat && !hasFormat(text))
        {
            errors.WrongType(path, schema.Format!, text);
        }
    }

    // Characters as Go counts them.
    private static int Length(string text) => System.Text.Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Count();
}
