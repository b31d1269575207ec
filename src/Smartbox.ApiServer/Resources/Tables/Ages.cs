using System.Globalization;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Tables;

/// <summary>How kubectl writes ages: at most two units, fewer the older something is.</summary>
/// <remarks>Source: <c>duration.HumanDuration</c> of apimachinery.</remarks>
internal static class Ages
{
    /// <summary>Of an object, by its creation.</summary>
    public static string OfObject(JsonObject content, DateTimeOffset now) => Of((string?)content["metadata"]?["creationTimestamp"], now);

    /// <returns>The age; <c>&lt;unknown&gt;</c> when there is no time, <c>&lt;invalid&gt;</c> when it is none.</returns>
    public static string Of(string? timestamp, DateTimeOffset now) =>
        timestamp is null or "" ? "<unknown>"
        : DateTimeOffset.TryParseExact(timestamp, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Human(now - time)
        : "<invalid>";

    public static string Human(TimeSpan duration)
    {
        // Clocks differ a little; what is further ahead is a mistake.
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10) return Two(minutes, "m", seconds % 60, "s");
        if (minutes < 180) return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8) return Two(hours, "h", minutes % 60, "m");
        if (hours < 48) return $"{hours}h";
        var days = hours / 24;
        if (hours < 24 * 8) return Two(days, "d", hours % 24, "h");
        if (days < 365 * 2) return $"{days}d";
        var years = days / 365;
        return days < 365 * 8 ? Two(years, "y", days % 365, "d") : $"{years}y";
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
}
