using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>Values as Go prints them, since the API server's messages quote them so.</summary>
internal static class GoText
{
    // Go also escapes <, > and &, which Json adds.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as <c>field.Error</c> shows it: text in quotes, numbers bare, the rest as JSON.</summary>
    public static string Value(JsonNode? value) => value switch
    {
        JsonValue scalar when JsonScalars.IsText(scalar, out var text) => Quote(text),
        JsonValue scalar when JsonScalars.IsInteger(scalar, out var integer) => integer.ToString(CultureInfo.InvariantCulture),
        JsonValue scalar when JsonScalars.IsNumber(scalar, out var number) => Number(number),
        _ => Json(value),
    };

    /// <summary><c>%q</c>: quotes and escapes what cannot be printed.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\a' => quoted.Append("\\a"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\v' => quoted.Append("\\v"),
                < ' ' or 0x7f => quoted.Append($"\\x{rune.Value:x2}"),
                ' ' => quoted.Append(' '),
                var code when !IsPrintable(rune) => quoted.Append(code < 0x10000 ? $"\\u{code:x4}" : $"\\U{code:x8}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary><c>%v</c> of a float64: the shortest text that reads back the same, with an exponent below 1e-4 and from 1e6 on.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        // .NET's own exponents lie outside of these bounds.
        if (value == 0 || Math.Abs(value) is >= 1e-4 and < 1e6)
        {
            return text;
        }

        // Without an exponent it is a large number: what is before the point counts.
        var parts = text.TrimStart('-').Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : parts[0].Split('.')[0].Length - 1;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimEnd('0');
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{(value < 0 ? "-" : "")}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>Compact JSON with sorted keys, as <c>encoding/json</c> writes it.</summary>
    public static string Json(JsonNode? value) => Sorted(value)?.ToJsonString(s_json)
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal) ?? "null";

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        null => null,
        _ => value.DeepClone(),
    };

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
