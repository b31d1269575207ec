using System.Text;

namespace Smartbox.Cli.Chat;

/// <summary>Text of a box on a terminal: no escape sequences, which could rewrite what the user has seen or type for them.</summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(IsHarmful))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            clean.Append(IsHarmful(c) ? '\uFFFD' : c);
        }

        return clean.ToString();
    }

    private static bool IsHarmful(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
