using System.Globalization;
using System.Net;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>Addresses as Go reads them: four decimal parts or IPv6, no zone, and no short forms such as <c>10.1</c>.</summary>
internal static class IpText
{
    public static bool TryParse(string text, bool allowLeadingZeros, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
        {
            return false;
        }

        var dotted = text[(text.LastIndexOf(':') + 1)..];
        if (dotted.Contains('.', StringComparison.Ordinal) && !IsDotted(ref dotted, allowLeadingZeros))
        {
            return false;
        }

        var whole = text[..(text.LastIndexOf(':') + 1)] + dotted;
        if (!whole.Contains(':', StringComparison.Ordinal) && !whole.Contains('.', StringComparison.Ordinal) || !IPAddress.TryParse(whole, out var parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>An address, a slash and the length of the prefix.</summary>
    public static bool TryParseRange(string text, bool allowLeadingZeros, out (IPAddress Address, int Length) range)
    {
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParse(text[..slash], allowLeadingZeros, out var address))
        {
            return false;
        }

        var bits = text[(slash + 1)..];
        if (bits.Length is 0 or > 3 || !int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > address.GetAddressBytes().Length * 8 || !allowLeadingZeros && bits.Length > 1 && bits[0] == '0')
        {
            return false;
        }

        range = (address, length);
        return true;
    }

    private static bool IsDotted(ref string text, bool allowLeadingZeros)
    {
        var parts = text.Split('.');
        if (parts.Length != 4 || !parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit) && (allowLeadingZeros || part.Length == 1 || part[0] != '0')))
        {
            return false;
        }

        // .NET would read a leading zero as octal.
        text = string.Join('.', parts.Select(part => part.TrimStart('0') is { Length: > 0 } digits ? digits : "0"));
        return true;
    }
}
