using System.Text.RegularExpressions;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Regular expressions.</summary>
internal static class PatternFunctions
{
    public static IEnumerable<Overload> All =>
    [
        Function.Member("matches", (string text, string pattern) => Compile(pattern).IsMatch(text)),
        Function.Global("matches", (string text, string pattern) => Compile(pattern).IsMatch(text)),
        Function.Member("find", (string text, string pattern) => Compile(pattern).Match(text).Value),
        Function.Member("findAll", (string text, string pattern) => FindAll(text, pattern, -1)),
        Function.Member("findAll", (string text, string pattern, long limit) => FindAll(text, pattern, limit)),
    ];

    /// <exception cref="CelException">When it is no pattern.</exception>
    public static Regex Compile(string pattern)
    {
        try
        {
            return GoPattern.Compile(pattern);
        }
        catch (FormatException e)
        {
            throw new CelException(e.Message);
        }
    }

    private static IReadOnlyList<string> FindAll(string text, string pattern, long limit) =>
        [.. Compile(pattern).Matches(text).Select(match => match.Value).Take(limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue))];
}
