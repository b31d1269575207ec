using System.Globalization;
using System.Text.RegularExpressions;

namespace Smartbox.Companion.Scripted;

/// <summary>Reads "remind me in 10 minutes to …", "remind me at 18:30 to …", "remind me to … tomorrow at 9".</summary>
internal static partial class ReminderReader
{
    public static Intent Read(string sentence)
    {
        var rest = Prefix().Replace(sentence, "");
        if (Delay().Match(rest) is { Success: true } delay)
        {
            return Complete(Without(rest, delay), Minutes(delay), at: null);
        }

        if (ClockTime().Match(rest) is { Success: true } clock && At(clock) is { } at)
        {
            return Complete(Without(rest, clock), inMinutes: null, at);
        }

        return new Intent.RemindIncomplete();
    }

    private static Intent Complete(string text, double? inMinutes, string? at) =>
        text.Length == 0 ? new Intent.RemindIncomplete() : new Intent.Remind(text, inMinutes, at);

    private static double Minutes(Match match)
    {
        var amount = match.Groups["amount"].Value.ToLowerInvariant() switch
        {
            "a" or "an" or "one" => 1,
            "half an" => 0.5,
            "two" => 2,
            "three" => 3,
            "five" => 5,
            "ten" => 10,
            var digits => double.Parse(digits, CultureInfo.InvariantCulture),
        };
        return amount * char.ToLowerInvariant(match.Groups["unit"].Value[0]) switch
        {
            's' => 1d / 60,
            'h' => 60,
            'd' => 60 * 24,
            'w' => 60 * 24 * 7,
            _ => 1,
        };
    }

    private static string? At(Match match)
    {
        var hour = int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["minute"] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
        if (match.Groups["half"] is { Success: true } half)
        {
            if (hour is 0 or > 12)
            {
                return null;
            }

            hour = (hour % 12) + (half.Value[0] is 'p' or 'P' ? 12 : 0);
        }

        if (hour > 23 || minute > 59)
        {
            return null;
        }

        var day = match.Groups["tomorrow"].Success || match.Groups["tomorrow2"].Success ? "tomorrow " : "";
        return $"{day}{hour:00}:{minute:00}";
    }

    private static string Without(string text, Match part) =>
        Joint().Replace((text[..part.Index] + " " + text[(part.Index + part.Length)..]).Trim(), "").Trim(' ', ',', '.', ':');

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^remind me\b[ ,:]*", Options)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\bin (?<amount>\d{1,6}(\.\d{1,3})?|half an|an?|one|two|three|five|ten) ?(?<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|[smhd])\b", Options)]
    private static partial Regex Delay();

    [GeneratedRegex(@"\b((?<tomorrow>tomorrow)( at)?|(today )?at) (?<hour>\d{1,2})([:.](?<minute>\d{2}))?( ?(?<half>[ap]m))?\b(?<tomorrow2> tomorrow)?", Options)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"^(to|that|about|of)\b", Options)]
    private static partial Regex Joint();
}
