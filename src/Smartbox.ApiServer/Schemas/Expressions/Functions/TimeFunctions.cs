using System.Globalization;
using Smartbox.ApiServer.Schemas.Expressions.Values;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Parts of times and durations.</summary>
internal static class TimeFunctions
{
    // Months, and days of the week, of the month and of the year count from 0.
    private static readonly (string Name, Func<DateTimeOffset, long> Part)[] s_parts =
    [
        ("getFullYear", time => time.Year), ("getMonth", time => time.Month - 1), ("getDayOfYear", time => time.DayOfYear - 1), ("getDayOfMonth", time => time.Day - 1),
        ("getDate", time => time.Day), ("getDayOfWeek", time => (long)time.DayOfWeek), ("getHours", time => time.Hour), ("getMinutes", time => time.Minute),
        ("getSeconds", time => time.Second), ("getMilliseconds", time => time.Millisecond),
    ];

    public static IEnumerable<Overload> All =>
    [
        .. s_parts.Select(part => Function.Member(part.Name, (DateTimeOffset time) => part.Part(time))),
        .. s_parts.Select(part => Function.Member(part.Name, (DateTimeOffset time, string zone) => part.Part(In(time, zone)))),
        Function.Member("getHours", (CelDuration duration) => duration.Nanoseconds / 3_600_000_000_000),
        Function.Member("getMinutes", (CelDuration duration) => duration.Nanoseconds / 60_000_000_000),
        Function.Member("getSeconds", (CelDuration duration) => duration.Nanoseconds / 1_000_000_000),
        Function.Member("getMilliseconds", (CelDuration duration) => duration.Nanoseconds / 1_000_000 % 1000),
    ];

    private static DateTimeOffset In(DateTimeOffset time, string zone)
    {
        if (zone.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(zone.TrimStart('+'), CultureInfo.InvariantCulture, out var offset) ? time.ToOffset(offset) : throw new CelException($"unknown time zone {zone}");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone.Length == 0 ? "UTC" : zone, out var found)
            ? TimeZoneInfo.ConvertTime(time, found) : throw new CelException($"unknown time zone {zone}");
    }
}
