using System.Globalization;
using System.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Checking;

/// <summary>Reads literals.</summary>
internal static class Literals
{
    public static bool TryReadInt(string text, bool isNegative, out long value)
    {
        var isHex = text.StartsWith("0x", StringComparison.Ordinal);
        value = 0;
        if (!UInt128.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude)
            || magnitude > (UInt128)long.MaxValue + (isNegative ? UInt128.One : UInt128.Zero))
        {
            return false;
        }

        value = isNegative ? (long)-(Int128)magnitude : (long)magnitude;
        return true;
    }

    public static bool TryReadUint(string text, out ulong value)
    {
        var digits = text.TrimEnd('u', 'U');
        return digits.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Text in single or triple quotes, raw or with escapes.</summary>
    public static string ReadText(string token)
    {
        var isRaw = token[0] is 'r' or 'R';
        var quoted = isRaw ? token[1..] : token;
        var quotes = quoted.Length >= 6 && (quoted.StartsWith("\"\"\"", StringComparison.Ordinal) || quoted.StartsWith("'''", StringComparison.Ordinal)) ? 3 : 1;
        var content = quoted[quotes..^quotes].ReplaceLineEndings("\n");
        return isRaw || !content.Contains('\\', StringComparison.Ordinal) ? content : Unescape(content);
    }

    private static string Unescape(string content)
    {
        var text = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '\\')
            {
                text.Append(content[i]);
                continue;
            }

            var kind = content[++i];
            var (length, radix) = kind switch { 'x' or 'X' => (2, 16), 'u' => (4, 16), 'U' => (8, 16), >= '0' and <= '3' => (3, 8), _ => (0, 0) };
            if (length == 0)
            {
                text.Append(kind switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => kind });
                continue;
            }

            var start = radix == 8 ? i : i + 1;
            var code = Convert.ToInt32(content.Substring(start, length), radix);
            text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
            i = start + length - 1;
        }

        return text.ToString();
    }
}
