using System.Buffers;

namespace Smartbox.ApiServer.Resources.Selectors;

/// <summary>Splits a label selector.</summary>
internal static class LabelLexer
{
    private const string Symbols = "=!(),><";

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(Symbols + " \t\r\n");

    public static List<LabelToken> Split(string selector)
    {
        var tokens = new List<LabelToken>();
        var position = 0;
        while (position < selector.Length)
        {
            if (selector[position] is ' ' or '\t' or '\r' or '\n')
            {
                position++;
                continue;
            }
            var length = Symbols.Contains(selector[position]) ? SymbolLength(selector.AsSpan(position)) : WordLength(selector.AsSpan(position));
            tokens.Add(new LabelToken(selector.Substring(position, length)));
            position += length;
        }
        tokens.Add(new LabelToken(""));
        return tokens;
    }

    private static int SymbolLength(ReadOnlySpan<char> rest) => rest.StartsWith("==") || rest.StartsWith("!=") ? 2 : 1;

    private static int WordLength(ReadOnlySpan<char> rest) => rest.IndexOfAny(WordEnds) is >= 0 and var end ? end : rest.Length;
}
