using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>The formats of text that the API server checks. It knows others, and lets anything pass there.</summary>
/// <remarks>What passes was learned from a real API server 1.37; some of it is odd (a duration may be <c>P1D</c>, an IPv4 address may be mapped into IPv6).</remarks>
internal static partial class Formats
{
    private static readonly Dictionary<string, Func<string, bool>> s_known = new()
    {
        ["bsonobjectid"] = ObjectId().IsMatch,
        ["byte"] = IsBase64,
        ["cidr"] = text => IpText.TryParseRange(text, allowLeadingZeros: true, out _),
        ["creditcard"] = CheckDigits.IsCreditCard,
        ["date"] = IsDate,
        ["date-time"] = IsDateTime,
        ["datetime"] = IsDateTime,
        ["duration"] = GoDuration.IsLooseDuration,
        ["email"] = IsEmail,
        ["hexcolor"] = HexColor().IsMatch,
        ["hostname"] = text => text.Length <= 255 && HostName().IsMatch(text),
        ["ipv4"] = text => IpText.TryParse(text, allowLeadingZeros: true, out _) && text.Contains('.', StringComparison.Ordinal),
        ["ipv6"] = text => IpText.TryParse(text, allowLeadingZeros: true, out _) && text.Contains(':', StringComparison.Ordinal),
        ["isbn"] = text => CheckDigits.IsIsbn10(text) || CheckDigits.IsIsbn13(text),
        ["isbn10"] = CheckDigits.IsIsbn10,
        ["isbn13"] = CheckDigits.IsIsbn13,
        ["k8s-long-name"] = text => text.Length <= 253 && LongName().IsMatch(text),
        ["k8s-short-name"] = text => text.Length <= 63 && ShortName().IsMatch(text),
        ["mac"] = HardwareAddress().IsMatch,
        ["password"] = _ => true,
        ["rgbcolor"] = RgbColor().IsMatch,
        ["ssn"] = SocialSecurityNumber().IsMatch,
        ["uri"] = text => GoUrl.TryParse(text, out _),
        ["uuid"] = Uuid().IsMatch,
        ["uuid3"] = Uuid3().IsMatch,
        ["uuid4"] = Uuid4().IsMatch,
        ["uuid5"] = Uuid5().IsMatch,
    };

    private static readonly HashSet<string> s_numbers = ["int32", "int64", "float", "double"];

    public static Func<string, bool>? Of(string? format) => format is null ? null : s_known.GetValueOrDefault(format);

    /// <summary>Whether the API server knows a format; of one that it does not know it warns.</summary>
    public static bool IsKnown(string format) => s_known.ContainsKey(format) || s_numbers.Contains(format);

    private static bool IsBase64(string text) => text.Length > 0 && text.Length % 4 == 0 && Base64().IsMatch(text);

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsDateTime(string text) => text.Length > 10 && text[10] is 'T' or 't' && IsDate(text[..10]) && Time().IsMatch(text[11..]);

    private static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.User.Length > 0 && !(text.Contains(' ', StringComparison.Ordinal) && !text.Contains('<', StringComparison.Ordinal));

    [GeneratedRegex("^[0-9a-fA-F]{24}\\z")]
    private static partial Regex ObjectId();

    [GeneratedRegex("^[A-Za-z0-9+/]*={0,2}\\z")]
    private static partial Regex Base64();

    [GeneratedRegex("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\\z")]
    private static partial Regex HexColor();

    [GeneratedRegex(@"^([a-zA-Z0-9\p{S}\p{L}]-?[a-zA-Z0-9\p{S}\p{L}]{0,62}|([a-zA-Z0-9\p{S}\p{L}]([-a-zA-Z0-9\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?\.)+[a-zA-Z\p{L}]{2,63})\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex LongName();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"^(?:[0-9a-fA-F]{2}(?<s>[:-])(?:[0-9a-fA-F]{2}\k<s>){4}(?:(?:[0-9a-fA-F]{2}\k<s>){2}(?:(?:[0-9a-fA-F]{2}\k<s>){12})?)?[0-9a-fA-F]{2}|(?:[0-9a-fA-F]{4}\.){2}(?:[0-9a-fA-F]{4}\.(?:(?:[0-9a-fA-F]{4}\.){6})?)?[0-9a-fA-F]{4})\z")]
    private static partial Regex HardwareAddress();

    [GeneratedRegex(@"^rgb\(\s*(?<n>0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])(\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])){2}\s*\)\z")]
    private static partial Regex RgbColor();

    [GeneratedRegex("^[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}\\z")]
    private static partial Regex SocialSecurityNumber();

    [GeneratedRegex("^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](.[0-9]+)?([zZ]|[+-][0-9]{2}:[0-9]{2})\\z")]
    private static partial Regex Time();

    [GeneratedRegex("^(?i)[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\\z")]
    private static partial Regex Uuid();

    [GeneratedRegex("^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}\\z")]
    private static partial Regex Uuid3();

    [GeneratedRegex("^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}\\z")]
    private static partial Regex Uuid4();

    [GeneratedRegex("^(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}\\z")]
    private static partial Regex Uuid5();
}
