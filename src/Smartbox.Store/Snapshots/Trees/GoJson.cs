using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>Strings and times exactly as Go's <c>encoding/json</c> writes them: restic compares trees by their hash.</summary>
internal static class GoJson
{
    private const int TimeLength = 35;
    private static readonly long _firstSecond = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
    private static readonly long _lastSecond = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Characters that JSON lets through and Go does too.</summary>
    private static SearchValues<byte> Plain { get; } =
        SearchValues.Create(" !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\u007f"u8);

    public static void WriteString(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.Length > 0)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain != 0)
            {
                output.Write(plain < 0 ? text : text[..plain]);
                text = plain < 0 ? [] : text[plain..];
                continue;
            }

            if (Rune.DecodeFromUtf8(text, out var rune, out var length) != OperationStatus.Done)
            {
                output.Write("\\ufffd"u8);
                text = text[1..];
                continue;
            }

            if (rune.Value is '"' or '\\')
                output.Write([(byte)'\\', (byte)rune.Value]);
            else if (rune.Value is '<' or '>' or '&' or 0x2028 or 0x2029 or < ' ')
                WriteEscape(rune.Value, output);
            else
                output.Write(text[..length]);
            text = text[length..];
        }

        output.Write("\""u8);
    }

    public static void WriteBase64(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(value.Length));
        Base64.EncodeToUtf8(value, span, out _, out var written);
        output.Advance(written);
        output.Write("\""u8);
    }

    /// <summary>RFC 3339 in UTC, with as many digits of the second as it has; times outside of the years 1 to 9999 become the nearest one.</summary>
    public static void WriteTime(FileTime time, IBufferWriter<byte> output)
    {
        var moment = DateTime.UnixEpoch.AddTicks(Math.Clamp(time.Seconds, _firstSecond, _lastSecond) * TimeSpan.TicksPerSecond);
        var span = output.GetSpan(TimeLength);
        span[0] = (byte)'"';
        moment.TryFormat(span[1..], out var length, "yyyy-MM-ddTHH:mm:ss");
        length++;
        if (time.Nanoseconds != 0)
        {
            span[length] = (byte)'.';
            Utf8Formatter.TryFormat((uint)time.Nanoseconds, span[(length + 1)..], out _, new StandardFormat('D', 9));
            length = span[..(length + 10)].TrimEnd((byte)'0').Length;
        }

        span[length++] = (byte)'Z';
        span[length++] = (byte)'"';
        output.Advance(length);
    }

    /// <exception cref="FormatException">It is not a time in RFC 3339.</exception>
    public static FileTime ReadTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 20 || !DateTime.TryParseExact(
                Encoding.ASCII.GetString(text[..4].SequenceEqual("0000"u8) ? [.. "0001"u8, .. text[4..19]] : text[..19]),
                "yyyy-MM-ddTHH:mm:ss",
                null,
                System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal,
                out var moment))
        {
            throw new FormatException("A tree holds a malformed time.");
        }

        text = text[19..];
        long nanoseconds = 0;
        if (text[0] == '.')
        {
            long unit = 100_000_000;
            for (text = text[1..]; text.Length > 0 && char.IsAsciiDigit((char)text[0]); text = text[1..], unit /= 10)
                nanoseconds += (text[0] - '0') * unit;
        }

        return new FileTime(((moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond) - ReadOffset(text), nanoseconds);
    }

    private static long ReadOffset(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("Z"u8))
            return 0;
        if (text.Length == 6 && text[0] is (byte)'+' or (byte)'-' && text[3] == ':'
            && Utf8Parser.TryParse(text[1..3], out byte hours, out _) && Utf8Parser.TryParse(text[4..6], out byte minutes, out _))
        {
            return ((hours * 3600) + (minutes * 60)) * (text[0] == '+' ? 1 : -1);
        }

        throw new FormatException("A tree holds a malformed time.");
    }

    private static void WriteEscape(int value, IBufferWriter<byte> output)
    {
        var control = "\b\f\n\r\t"u8.IndexOf((byte)value);
        if (control >= 0 && value < ' ')
        {
            output.Write([(byte)'\\', "bfnrt"u8[control]]);
            return;
        }

        var span = output.GetSpan(6);
        "\\u"u8.CopyTo(span);
        Utf8Formatter.TryFormat((uint)value, span[2..], out _, new StandardFormat('x', 4));
        output.Advance(6);
    }
}
