using System.Globalization;
using System.Text.RegularExpressions;

namespace Smartbox.Companion.Reminders;

/// <summary>Turns what a model or a user says of a time into an instant.</summary>
internal static partial class ReminderClock
{
    /// <summary>The furthest time ahead.</summary>
    public static TimeSpan MaxAhead { get; } = TimeSpan.FromDays(3_660);

    public static DateTimeOffset After(DateTimeOffset now, double minutes)
    {
        if (!double.IsFinite(minutes) || minutes < 0 || minutes > MaxAhead.TotalMinutes)
        {
            throw new CompanionException("A reminder is between now and ten years from now.");
        }

        return now + TimeSpan.FromMinutes(minutes);
    }

    /// <summary>
    /// Reads <c>HH:mm</c> (its next occurrence), <c>tomorrow HH:mm</c> and <c>yyyy-MM-ddTHH:mm[:ss][offset]</c>, local in the zone unless an offset is given.
    /// </summary>
    public static DateTimeOffset At(DateTimeOffset now, string at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        at = at.Trim();
        if (ClockTime().Match(at) is { Success: true } match
            && TimeOnly.TryParseExact(match.Groups["time"].Value, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            var day = DateOnly.FromDateTime(local.DateTime);
            if (match.Groups["tomorrow"].Success)
            {
                return ToInstant(day.AddDays(1).ToDateTime(clock), zone);
            }

            var today = ToInstant(day.ToDateTime(clock), zone);
            return today > now ? today : ToInstant(day.AddDays(1).ToDateTime(clock), zone);
        }

        if (HasOffset().IsMatch(at) && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            return Checked(now, instant);
        }

        return DateTime.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Checked(now, ToInstant(DateTime.SpecifyKind(date, DateTimeKind.Unspecified), zone))
            : throw new CompanionException("The time is not understood. Use HH:mm, 'tomorrow HH:mm' or yyyy-MM-ddTHH:mm.");
    }

    /// <summary>"today 18:30 UTC", "tomorrow 09:00 Europe/Berlin" or "2026-12-24 18:30 UTC".</summary>
    public static string Describe(DateTimeOffset due, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(due, zone);
        var days = (local.Date - TimeZoneInfo.ConvertTime(now, zone).Date).Days;
        var day = days switch { 0 => "today", 1 => "tomorrow", _ => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        return $"{day} {local.ToString("HH:mm", CultureInfo.InvariantCulture)} {zone.Id}";
    }

    private static DateTimeOffset Checked(DateTimeOffset now, DateTimeOffset due)
    {
        if (due <= now)
        {
            throw new CompanionException("That time has passed already.");
        }

        return due - now <= MaxAhead ? due : throw new CompanionException("A reminder is between now and ten years from now.");
    }

    private static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        // The hour that the clocks skip in spring does not exist: an hour later does.
        var existing = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(existing, zone.GetUtcOffset(existing));
    }

    [GeneratedRegex(@"^(?<tomorrow>tomorrow\s+)?(?<time>\d{1,2}:\d{2})$", RegexOptions.IgnoreCase)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"(Z|[+-]\d{2}:?\d{2})$", RegexOptions.IgnoreCase)]
    private static partial Regex HasOffset();
}
