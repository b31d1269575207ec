using System.Globalization;
using System.Text.RegularExpressions;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>Durations such as <c>1h30m</c>, in nanoseconds.</summary>
internal static partial class GoDuration
{
    private static readonly Dictionary<string, decimal> s_units = new()
    {
        ["ns"] = 1, ["us"] = 1_000, ["µs"] = 1_000, ["μs"] = 1_000, ["ms"] = 1_000_000, ["s"] = 1_000_000_000, ["m"] = 60_000_000_000, ["h"] = 3_600_000_000_000,
    };

    // By the names that the format "duration" also takes, in the singular.
    private static readonly Dictionary<string, decimal> s_looseUnits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ns"] = 1, ["us"] = 1_000, ["µs"] = 1_000, ["ms"] = 1_000_000, ["s"] = 1_000_000_000, ["m"] = 60_000_000_000, ["h"] = 3_600_000_000_000, ["nano"] = 1, ["micro"] = 1_000, ["milli"] = 1_000_000, ["sec"] = 1_000_000_000, ["min"] = 60_000_000_000, ["hr"] = 3_600_000_000_000,
        ["hour"] = 3_600_000_000_000, ["d"] = 86_400_000_000_000, ["day"] = 86_400_000_000_000, ["w"] = 604_800_000_000_000,
        ["wk"] = 604_800_000_000_000, ["week"] = 604_800_000_000_000,
    };

    /// <summary>What Go's <c>time.ParseDuration</c> takes.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var match = Strict().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var total = 0m;
        for (var i = 0; i < match.Groups["number"].Captures.Count; i++)
        {
            if (!decimal.TryParse(match.Groups["number"].Captures[i].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue)
            {
                return false;
            }

            total += Math.Truncate(number * s_units[match.Groups["unit"].Captures[i].Value]);
            if (total > long.MaxValue)
            {
                return false;
            }
        }

        nanoseconds = (long)(match.Groups["sign"].Value == "-" ? -total : total);
        return true;
    }

    /// <summary>What the format <c>duration</c> takes: also days, weeks, names of units, and text around them.</summary>
    public static bool IsLooseDuration(string text) => TryParseLoose(text, out _);

    public static bool TryParseLoose(string text, out long nanoseconds)
    {
        if (TryParse(text, out nanoseconds))
        {
            return true;
        }

        // What has no unit that is known counts for nothing.
        decimal? total = null;
        foreach (Match part in Loose().Matches(text))
        {
            var unit = part.Groups["unit"].Value;
            if ((s_looseUnits.TryGetValue(unit, out var factor) || unit.EndsWith('s') && s_looseUnits.TryGetValue(unit[..^1], out factor))
                && decimal.TryParse(part.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue)
            {
                total = (total ?? 0) + (number * factor);
            }
        }

        nanoseconds = (long)Math.Min(total ?? 0, long.MaxValue);
        return total is not null;
    }

    [GeneratedRegex(@"^(?<sign>[+-]?)(0|((?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>ns|us|µs|μs|ms|s|m|h))+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Strict();

    [GeneratedRegex(@"(?<number>[0-9]+)\s*(?<unit>[A-Za-zµ]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Loose();
}
