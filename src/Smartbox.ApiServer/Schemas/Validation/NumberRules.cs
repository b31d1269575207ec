using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Ranges and bounds of numbers. To an integer, a bound is what is left of it without its fraction.</summary>
internal static class NumberRules
{
    public static void Validate(Schema schema, JsonNode value, double number, FieldPath path, ErrorList errors)
    {
        if (!IsInRange(schema, value, number))
        {
            var format = schema.Format is { Length: > 0 } name ? $"with format {name}" : "(default format)";
            errors.InvalidWithoutPath($"Checked value must be of type {schema.Type} {format} in {path}");
        }

        var isInteger = JsonScalars.IsInteger(value, out var integer);
        if (schema.MultipleOf is { } factor && (isInteger ? (long)factor != 0 && integer % (long)factor != 0 : number % factor != 0))
        {
            errors.Invalid(path, value, $"should be a multiple of {Bound(factor, isInteger)}");
        }

        if (schema.Minimum is { } minimum && (isInteger ? IsBeyond((long)minimum, integer, schema.IsMinimumExclusive) : IsBeyond(minimum, number, schema.IsMinimumExclusive)))
        {
            errors.Invalid(path, value, $"should be greater than {(schema.IsMinimumExclusive ? "" : "or equal to ")}{Bound(minimum, isInteger)}");
        }

        if (schema.Maximum is { } maximum && (isInteger ? IsBeyond(integer, (long)maximum, schema.IsMaximumExclusive) : IsBeyond(number, maximum, schema.IsMaximumExclusive)))
        {
            errors.Invalid(path, value, $"should be less than {(schema.IsMaximumExclusive ? "" : "or equal to ")}{Bound(maximum, isInteger)}");
        }
    }

    private static bool IsBeyond<TNumber>(TNumber larger, TNumber smaller, bool isExclusive) where TNumber : IComparable<TNumber> =>
        larger.CompareTo(smaller) is var order && (order > 0 || order == 0 && isExclusive);

    private static string Bound(double bound, bool isInteger) =>
        isInteger ? ((long)bound).ToString(System.Globalization.CultureInfo.InvariantCulture) : GoText.Number(bound);

    private static bool IsInRange(Schema schema, JsonNode value, double number) => (schema.Type, schema.Format) switch
    {
        ("integer", _) when !JsonScalars.IsInteger(value, out _) && !(Math.Truncate(number).Equals(number) && Math.Abs(number) < long.MaxValue) => false,
        ("integer", "int32") => number is >= int.MinValue and <= int.MaxValue,
        ("number", "float") => Math.Abs(number) <= float.MaxValue,
        _ => true,
    };
}
