using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Sizes, and the tests of text that belong to the language.</summary>
internal static class StandardFunctions
{
    public static IEnumerable<Overload> All =>
    [
        .. Sizes(isMember: false), .. Sizes(isMember: true),
        Function.Member("contains", (string text, string part) => text.Contains(part, StringComparison.Ordinal)),
        Function.Member("startsWith", (string text, string start) => text.StartsWith(start, StringComparison.Ordinal)),
        Function.Member("endsWith", (string text, string end) => text.EndsWith(end, StringComparison.Ordinal)),
    ];

    private static IEnumerable<Overload> Sizes(bool isMember) =>
    [
        Function.Global("size", (string text) => (long)StringFunctions.Length(text)) with { IsMember = isMember },
        Function.Global("size", (CelBytes bytes) => (long)bytes.Content.Length) with { IsMember = isMember },
        Function.Generic("size", isMember, [CelType.ListOf(CelType.A)], CelType.Int, arguments => (long)((IReadOnlyList<object?>)arguments[0]!).Count),
        Function.Generic("size", isMember, [CelType.MapOf(CelType.A, CelType.B)], CelType.Int, arguments => (long)((CelMap)arguments[0]!).Count),
    ];
}
