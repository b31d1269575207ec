using System.Globalization;

namespace Smartbox.Sidecar.Hosting;

/// <summary>Durations as Kubernetes writes them: <c>90s</c>, <c>1m30s</c>, <c>1h</c>, <c>250ms</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, TimeSpan Length)[] s_units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
    ];

    /// <returns>Null when it is none, or is not positive.</returns>
    public static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            rest = rest[digits..];
            var unitLength = rest.IndexOfAnyInRange('0', '9') is var end and >= 0 ? end : rest.Length;
            var unit = Find(rest[..unitLength]);
            if (unit is null)
            {
                return null;
            }

            total += unit.Value * count;
            rest = rest[unitLength..];
        }

        return total > TimeSpan.Zero ? total : null;
    }

    private static TimeSpan? Find(ReadOnlySpan<char> unit)
    {
        foreach (var (name, length) in s_units)
        {
            if (unit.SequenceEqual(name))
            {
                return length;
            }
        }

        return null;
    }
}
