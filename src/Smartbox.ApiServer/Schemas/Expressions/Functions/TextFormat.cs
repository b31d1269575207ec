using System.Globalization;
using System.Text;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Fills the clauses of a format: %s, %d, %f, %e, %b, %x, %X, %o, with a precision such as %.2f.</summary>
internal static class TextFormat
{
    public static string Format(string format, IReadOnlyList<object?> arguments)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            if (++i < format.Length && format[i] == '%')
            {
                text.Append('%');
                continue;
            }

            var precision = 6;
            if (i < format.Length && format[i] == '.')
            {
                var digits = string.Concat(format[++i..].TakeWhile(char.IsAsciiDigit));
                precision = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : throw new CelException("could not parse formatting clause: unable to parse precision");
                i += digits.Length;
            }

            if (i >= format.Length)
            {
                throw new CelException("could not parse formatting clause: unexpected end of string");
            }

            var argument = next < arguments.Count ? arguments[next] : throw new CelException($"index {next} out of range");
            next++;
            text.Append(Clause(format[i], argument, precision));
        }

        return text.ToString();
    }

    private static string Clause(char kind, object? argument, int precision) => (kind, argument) switch
    {
        ('s', string text) => text,
        ('s', double number) => GoText.Number(number),
        ('s', DateTimeOffset or CelDuration) => Show(argument).Trim('"'),
        ('s', _) => Show(argument),
        ('d', long or ulong) => Show(argument),
        ('f', _) when Number(argument) is { } number => Fixed(number, precision),
        ('e', _) when Number(argument) is { } number => Scientific(number),
        ('b', bool flag) => flag ? "1" : "0",
        ('b', long integer) => Signed(integer, 2),
        ('o', long integer) => Signed(integer, 8),
        ('x', long integer) => Signed(integer, 16),
        ('X', long integer) => Signed(integer, 16).ToUpperInvariant(),
        ('x', CelBytes bytes) => Convert.ToHexStringLower(bytes.Content.Span),
        ('X', CelBytes bytes) => Convert.ToHexString(bytes.Content.Span),
        ('x', string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ('X', string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ('d' or 'f' or 'e' or 'b' or 'o' or 'x' or 'X', _) => throw new CelException($"error during formatting: no such overload for %{kind}"),
        _ => throw new CelException($"could not parse formatting clause: unrecognized formatting clause \"{kind}\""),
    };

    private static double? Number(object? value) => value switch { double number => number, long integer => integer, ulong integer => integer, _ => null };

    private static string Signed(long value, int radix) => value < 0 ? "-" + Convert.ToString(-value, radix) : Convert.ToString(value, radix);

    // Halves are rounded to even, as Go does.
    private static string Fixed(double number, int precision) => Math.Abs(number) < 1e15 && precision <= 15
        ? decimal.Round((decimal)number, precision, MidpointRounding.ToEven).ToString("F" + precision, CultureInfo.InvariantCulture)
        : number.ToString("F" + precision, CultureInfo.InvariantCulture);

    // In the notation of English, whatever precision is asked for.
    private static string Scientific(double number)
    {
        var parts = number.ToString("0.000000e+00", CultureInfo.InvariantCulture).Split('e');
        var exponent = string.Concat(parts[1].TrimStart('+').Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return $"{parts[0]}×10{exponent}";
    }

    // Inside of lists and maps, text is quoted and doubles have six decimals.
    private static string Show(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => GoText.Quote(text),
        double number => Fixed(number, 6),
        DateTimeOffset time => $"\"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)}\"",
        CelDuration duration => $"\"{duration}\"",
        CelBytes bytes => Encoding.UTF8.GetString(bytes.Content.Span),
        IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Show))}]",
        CelMap map => $"{{{string.Join(", ", map.Keys.Select(key => $"{Show(key)}:{Show(map.Get(key))}").Order(StringComparer.Ordinal))}}}",
        _ => value.ToString() ?? "",
    };
}
