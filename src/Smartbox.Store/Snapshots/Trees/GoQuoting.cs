using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>
/// Go's <c>strconv.Quote</c> without the outer quotes, and its inverse: how names of any bytes become text.
/// </summary>
internal static class GoQuoting
{
    public static void Quote(ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        while (name.Length > 0)
        {
            var plain = name.IndexOfAnyExcept(Plain);
            if (plain != 0)
            {
                output.Write(plain < 0 ? name : name[..plain]);
                name = plain < 0 ? [] : name[plain..];
                continue;
            }

            // Go gives up one byte at a time where .NET skips the longest valid beginning.
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) != OperationStatus.Done)
            {
                WriteHex(output, 'x', name[0], 2);
                name = name[1..];
                continue;
            }

            if (rune.Value is '"' or '\\')
                output.Write([(byte)'\\', (byte)rune.Value]);
            else if (IsPrintable(rune))
                output.Write(name[..length]);
            else
                WriteEscape(rune, output);
            name = name[length..];
        }
    }

    /// <exception cref="FormatException">It is not what <c>strconv.Quote</c> makes.</exception>
    public static byte[] Unquote(ReadOnlySpan<byte> quoted)
    {
        if (!quoted.ContainsAny((byte)'\\', (byte)'"', (byte)'\n'))
            return quoted.ToArray();
        var name = new ArrayBufferWriter<byte>(quoted.Length);
        while (quoted.Length > 0)
        {
            var plain = quoted.IndexOfAny((byte)'\\', (byte)'"', (byte)'\n');
            if (plain != 0)
            {
                name.Write(plain < 0 ? quoted : quoted[..plain]);
                quoted = plain < 0 ? [] : quoted[plain..];
                continue;
            }

            if (quoted[0] != '\\' || quoted.Length < 2)
                throw Malformed();
            quoted = ReadEscape(quoted[1..], name);
        }

        return name.WrittenSpan.ToArray();
    }

    private static SearchValues<byte> Plain { get; } =
        SearchValues.Create(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => true,
    };

    private static void WriteEscape(Rune rune, IBufferWriter<byte> output)
    {
        var control = rune.IsAscii ? "\a\b\t\n\v\f\r"u8.IndexOf((byte)rune.Value) : -1;
        if (control >= 0)
            output.Write([(byte)'\\', "abtnvfr"u8[control]]);
        else if (rune.Value is < ' ' or 0x7f)
            WriteHex(output, 'x', (uint)rune.Value, 2);
        else if (rune.IsBmp)
            WriteHex(output, 'u', (uint)rune.Value, 4);
        else
            WriteHex(output, 'U', (uint)rune.Value, 8);
    }

    private static void WriteHex(IBufferWriter<byte> output, char kind, uint value, byte digits)
    {
        var span = output.GetSpan(2 + digits);
        span[0] = (byte)'\\';
        span[1] = (byte)kind;
        Utf8Formatter.TryFormat(value, span[2..], out _, new StandardFormat('x', digits));
        output.Advance(2 + digits);
    }

    private static ReadOnlySpan<byte> ReadEscape(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> name)
    {
        var simple = "abtnvfr\\\""u8.IndexOf(rest[0]);
        if (simple >= 0)
        {
            name.Write("\a\b\t\n\v\f\r\\\""u8.Slice(simple, 1));
            return rest[1..];
        }

        switch ((char)rest[0])
        {
            case 'x':
                name.Write([(byte)ReadHex(rest[1..], 2)]);
                return rest[3..];
            case 'u':
                WriteRune(ReadHex(rest[1..], 4), name);
                return rest[5..];
            case 'U':
                WriteRune(ReadHex(rest[1..], 8), name);
                return rest[9..];
            case >= '0' and <= '7' when rest.Length >= 3 && rest[1] is >= (byte)'0' and <= (byte)'7' && rest[2] is >= (byte)'0' and <= (byte)'7':
                var octal = ((rest[0] - '0') * 64) + ((rest[1] - '0') * 8) + (rest[2] - '0');
                name.Write([octal <= byte.MaxValue ? (byte)octal : throw Malformed()]);
                return rest[3..];
            default:
                throw Malformed();
        }
    }

    private static void WriteRune(uint value, ArrayBufferWriter<byte> name)
    {
        if (!Rune.TryCreate(value, out var rune))
            throw Malformed();
        Span<byte> utf8 = stackalloc byte[4];
        name.Write(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private static uint ReadHex(ReadOnlySpan<byte> text, int digits) =>
        text.Length >= digits && Utf8Parser.TryParse(text[..digits], out uint value, out var used, 'x') && used == digits ? value : throw Malformed();

    private static FormatException Malformed() => new("A name in a tree is not quoted as Go quotes it.");
}
