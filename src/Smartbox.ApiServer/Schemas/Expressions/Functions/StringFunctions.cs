using System.Text;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>The library of text. Positions count characters as Go's runes.</summary>
/// <remarks>Source: https://pkg.go.dev/github.com/google/cel-go/ext#Strings, version 2.</remarks>
internal static class StringFunctions
{
    public static IEnumerable<Overload> All =>
    [
        Function.Member("charAt", (string text, long index) => index == Length(text) ? "" : Slice(text, index, index + 1)),
        Function.Member("indexOf", (string text, string part) => IndexOf(text, part, 0)),
        Function.Member("indexOf", (string text, string part, long start) => IndexOf(text, part, start)),
        Function.Member("lastIndexOf", (string text, string part) => LastIndexOf(text, part, Length(text))),
        Function.Member("lastIndexOf", (string text, string part, long start) => LastIndexOf(text, part, start)),
        Function.Generic("join", true, [CelType.ListOf(CelType.String)], CelType.String, arguments => Join(arguments[0], "")),
        Function.Generic("join", true, [CelType.ListOf(CelType.String), CelType.String], CelType.String, arguments => Join(arguments[0], (string)arguments[1]!)),
        Function.Member("lowerAscii", (string text) => MapAscii(text, char.ToLowerInvariant)),
        Function.Member("upperAscii", (string text) => MapAscii(text, char.ToUpperInvariant)),
        Function.Member("replace", (string text, string old, string @new) => Replace(text, old, @new, -1)),
        Function.Member("replace", (string text, string old, string @new, long limit) => Replace(text, old, @new, limit)),
        Function.Member("split", (string text, string separator) => Split(text, separator, -1)),
        Function.Member("split", (string text, string separator, long limit) => Split(text, separator, limit)),
        Function.Member("substring", (string text, long start) => Slice(text, start, Length(text))),
        Function.Member("substring", (string text, long start, long end) => Slice(text, start, end)),
        Function.Member("trim", (string text) => text.Trim()),
        Function.Global("strings.quote", (string text) => GoText.Quote(text)),
        Function.Generic("format", true, [CelType.String, CelType.ListOf(CelType.Dyn)], CelType.String, arguments => TextFormat.Format((string)arguments[0]!, (IReadOnlyList<object?>)arguments[1]!)),
    ];

    public static int Length(string text) => Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Count();

    private static string Slice(string text, long start, long end)
    {
        var length = Length(text);
        if (start < 0 || start > length || end < 0 || end > length)
        {
            throw new CelException($"index out of range: {(start < 0 || start > length ? start : end)}");
        }

        if (start > end)
        {
            throw new CelException($"invalid substring range. start: {start}, end: {end}");
        }

        var from = Offset(text, start);
        return text[from..Offset(text, end)];
    }

    private static long IndexOf(string text, string part, long start)
    {
        if (start < 0 || start > Length(text))
        {
            throw new CelException($"index out of range: {start}");
        }

        var found = text.IndexOf(part, Offset(text, start), StringComparison.Ordinal);
        return found < 0 ? -1 : Length(text[..found]);
    }

    private static long LastIndexOf(string text, string part, long start)
    {
        if (start < 0 || start > Length(text))
        {
            throw new CelException($"index out of range: {start}");
        }

        if (part.Length == 0)
        {
            return start;
        }

        var end = Math.Min(text.Length, Offset(text, start) + part.Length);
        var found = text[..end].LastIndexOf(part, StringComparison.Ordinal);
        return found < 0 ? -1 : Length(text[..found]);
    }

    // Where a character begins among UTF-16 units.
    private static int Offset(string text, long characters)
    {
        var offset = 0;
        for (; characters > 0; characters--)
        {
            offset += char.IsHighSurrogate(text[offset]) ? 2 : 1;
        }

        return offset;
    }

    private static string Join(object? list, string separator) =>
        string.Join(separator, ((IReadOnlyList<object?>)list!).Select(item => item as string ?? throw CelException.NoSuchOverload()));

    private static string MapAscii(string text, Func<char, char> map) => string.Concat(text.Select(c => char.IsAscii(c) ? map(c) : c));

    private static string Replace(string text, string old, string @new, long limit)
    {
        if (limit < 0 && old.Length > 0)
        {
            return text.Replace(old, @new, StringComparison.Ordinal);
        }

        var result = new StringBuilder();
        var position = 0;
        for (; limit != 0; limit--)
        {
            var found = old.Length > 0 ? text.IndexOf(old, position, StringComparison.Ordinal) : position;
            if (found < 0 || found > text.Length)
            {
                break;
            }

            result.Append(text, position, found - position).Append(@new);
            position = found + old.Length;
            if (old.Length == 0 && position < text.Length)
            {
                result.Append(text[position++]);
            }
            else if (old.Length == 0)
            {
                break;
            }
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    private static IReadOnlyList<string> Split(string text, string separator, long limit)
    {
        if (limit == 0)
        {
            return [];
        }

        var count = limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue);
        if (separator.Length > 0)
        {
            return text.Split(separator, count);
        }

        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        return runes.Count <= count ? runes : [.. runes.Take(count - 1), string.Concat(runes.Skip(count - 1))];
    }
}
