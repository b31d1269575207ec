using System.Globalization;
using System.Text;

namespace Smartbox.Kubelet.Logs;

/// <summary>One line of a log file.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="IsWhole">Whether a line of the program ends here.</param>
/// <param name="Text">What the program printed.</param>
internal readonly record struct LogLine(ReadOnlyMemory<byte> Time, bool IsWhole, ReadOnlyMemory<byte> Text)
{
    /// <returns>Null when the bytes are no line of a log, as after a crash.</returns>
    public static LogLine? Parse(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        var time = span.IndexOf((byte)' ');
        if (time < 0)
        {
            return null;
        }

        var stream = span[(time + 1)..].IndexOf((byte)' ');
        var tag = time + stream + 2;
        return stream < 0 || span.Length < tag + 2 || span[tag + 1] != ' ' || span[tag] is not ((byte)'F' or (byte)'P')
            ? null
            : new LogLine(line[..time], span[tag] == 'F', line[(tag + 2)..]);
    }

    public bool IsSince(DateTimeOffset since) =>
        !DateTimeOffset.TryParse(Encoding.ASCII.GetString(Time.Span), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || time >= since;
}
