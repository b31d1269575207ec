using System.Text;
using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>Regular expressions as Go's RE2 reads them.</summary>
/// <remarks>The engine without backtracking refuses what RE2 refuses, and takes time linear in the text. Source: https://github.com/google/re2/wiki/Syntax.</remarks>
internal static class GoPattern
{
    private static readonly string[] s_perl = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?("];

    private static readonly Dictionary<string, string> s_posixClasses = new()
    {
        ["alnum"] = "0-9A-Za-z", ["alpha"] = "A-Za-z", ["ascii"] = @"\x00-\x7F", ["blank"] = @"\t ", ["cntrl"] = @"\x00-\x1F\x7F", ["digit"] = "0-9",
        ["graph"] = "!-~", ["lower"] = "a-z", ["print"] = " -~", ["punct"] = @"!-/:-@\[-`{-~", ["space"] = @"\t\n\v\f\r ", ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_", ["xdigit"] = "0-9A-Fa-f",
    };

    /// <exception cref="FormatException">When it is no expression of RE2; the message is Go's where it has the same cause.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (RegexParseException e)
        {
            throw new FormatException("error parsing regexp: " + Describe(pattern, e), e);
        }
        catch (NotSupportedException e)
        {
            var construct = s_perl.FirstOrDefault(start => pattern.Contains(start, StringComparison.Ordinal));
            throw new FormatException($"error parsing regexp: invalid {(construct is null ? "escape sequence" : "or unsupported Perl syntax")}: `{construct ?? pattern}`", e);
        }
    }

    private static string Describe(string pattern, RegexParseException e) => e.Error switch
    {
        RegexParseError.InsufficientClosingParentheses => $"missing closing ): `{pattern}`",
        RegexParseError.InsufficientOpeningParentheses => $"unexpected ): `{pattern}`",
        RegexParseError.UnterminatedBracket => $"missing closing ]: `{pattern[Math.Max(0, pattern.LastIndexOf('['))..]}`",
        RegexParseError.QuantifierAfterNothing => $"missing argument to repetition operator: `{pattern[Math.Clamp(e.Offset - 1, 0, pattern.Length - 1)]}`",
        RegexParseError.NestedQuantifiersNotParenthesized => $"invalid nested repetition operator: `{pattern}`",
        RegexParseError.UnescapedEndingBackslash => "trailing backslash at end of expression: ``",
        _ => e.Message,
    };

    private static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        var isInClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                i += AppendEscape(result, pattern, i + 1, isInClass);
            }
            else if (isInClass)
            {
                i += AppendInClass(result, pattern, i, ref isInClass);
            }
            else if (c == '[')
            {
                isInClass = true;
                result.Append(c);
                // A bracket that comes first is one of the class.
                if (i + 1 < pattern.Length && pattern[i + 1] == '^') result.Append(pattern[++i]);
                if (i + 1 < pattern.Length && pattern[i + 1] == ']') result.Append('\\').Append(pattern[++i]);
            }
            else if (pattern.AsSpan(i).StartsWith("(?P<", StringComparison.Ordinal))
            {
                result.Append("(?<");
                i += 3;
            }
            else
            {
                // Without the multi-line flag, $ is the very end of the text; .NET also takes a last line break.
                _ = c == '$' ? result.Append(pattern.Contains("(?m", StringComparison.Ordinal) ? "$" : @"\z") : result.Append(c);
            }
        }

        return result.ToString();
    }

    // Go's classes are those of ASCII. Returns by how much more than one character to go on.
    private static int AppendEscape(StringBuilder result, string pattern, int at, bool isInClass)
    {
        var members = pattern[at] switch { 'd' or 'D' => "0-9", 'w' or 'W' => "0-9A-Za-z_", 's' or 'S' => @"\t\n\f\r ", _ => null };
        if (members is not null && (!isInClass || char.IsLower(pattern[at])))
        {
            result.Append(isInClass ? members : char.IsLower(pattern[at]) ? $"[{members}]" : $"[^{members}]");
        }
        else if (pattern[at] is 'p' or 'P' && at + 1 < pattern.Length && pattern[at + 1] != '{')
        {
            result.Append('\\').Append(pattern[at]).Append('{').Append(pattern[at + 1]).Append('}');
            return 2;
        }
        else
        {
            result.Append('\\').Append(pattern[at]);
        }

        return 1;
    }

    private static int AppendInClass(StringBuilder result, string pattern, int at, ref bool isInClass)
    {
        if (pattern.AsSpan(at).StartsWith("[:", StringComparison.Ordinal) && pattern.IndexOf(":]", at, StringComparison.Ordinal) is var end and > 0
            && s_posixClasses.TryGetValue(pattern[(at + 2)..end], out var members))
        {
            result.Append(members);
            return end + 1 - at;
        }

        isInClass = pattern[at] != ']';
        // .NET would take a bracket after a dash for a class to take away.
        _ = pattern[at] == '[' ? result.Append("\\[") : result.Append(pattern[at]);
        return 0;
    }
}
