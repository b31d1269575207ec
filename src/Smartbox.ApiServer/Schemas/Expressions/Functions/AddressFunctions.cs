using System.Net;
using System.Net.Sockets;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Kubernetes' library of addresses and ranges. Addresses of IPv4 that are mapped into IPv6 are none.</summary>
internal static class AddressFunctions
{
    public static IEnumerable<Overload> All =>
    [
        Function.Global("isIP", (string text) => TryParse(text, out _)),
        Function.Global("ip", (string text) => TryParse(text, out var address) ? address : throw NoAddress(text)),
        Function.Global("ip.isCanonical", (string text) => TryParse(text, out var address) ? address.ToString() == text : throw NoAddress(text)),
        Function.Member("family", (IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 4L : 6L),
        Function.Member("isUnspecified", (IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)),
        Function.Member("isLoopback", (IPAddress address) => IPAddress.IsLoopback(address)),
        Function.Member("isLinkLocalMulticast", (IPAddress address) => IsIn(address, "224.0.0.0/24") || address.AddressFamily == AddressFamily.InterNetworkV6 && address.GetAddressBytes() is [0xff, var scope, ..] && (scope & 0x0f) == 2),
        Function.Member("isLinkLocalUnicast", (IPAddress address) => IsIn(address, "169.254.0.0/16") || IsIn(address, "fe80::/10")),
        Function.Member("isGlobalUnicast", (IPAddress address) => IsGlobalUnicast(address)),
        Function.Global("isCIDR", (string text) => TryParseRange(text, out _)),
        Function.Global("cidr", (string text) => TryParseRange(text, out var range) ? range : throw NoRange(text)),
        Function.Member("containsIP", (CelRange range, IPAddress address) => range.Contains(address)),
        Function.Member("containsIP", (CelRange range, string text) => TryParse(text, out var address) ? range.Contains(address) : throw NoAddress(text)),
        Function.Member("containsCIDR", (CelRange range, CelRange other) => range.Contains(other)),
        Function.Member("containsCIDR", (CelRange range, string text) => TryParseRange(text, out var other) ? range.Contains(other) : throw NoRange(text)),
        Function.Member("ip", (CelRange range) => range.Address),
        Function.Member("masked", (CelRange range) => range.Masked()),
        Function.Member("prefixLength", (CelRange range) => (long)range.Length),
    ];

    private static CelException NoAddress(string text) => new($"IP Address {GoText.Quote(text)} parse error during conversion from string: ParseAddr({GoText.Quote(text)}): unable to parse IP");

    private static CelException NoRange(string text)
    {
        const string Prefix = "network address parse error during conversion from string: ";
        return new CelException($"{Prefix}{Prefix}netip.ParsePrefix({GoText.Quote(text)}): {(text.Contains('/', StringComparison.Ordinal) ? "invalid" : "no '/'")}");
    }

    private static bool TryParse(string text, out IPAddress address) => IpText.TryParse(text, allowLeadingZeros: false, out address) && !address.IsIPv4MappedToIPv6;

    private static bool TryParseRange(string text, out CelRange range)
    {
        var isRange = IpText.TryParseRange(text, allowLeadingZeros: false, out var parsed) && !parsed.Address.IsIPv4MappedToIPv6;
        range = new CelRange(parsed.Address, parsed.Length);
        return isRange;
    }

    private static bool IsIn(IPAddress address, string range) => TryParseRange(range, out var parsed) && parsed.Contains(address);

    private static bool IsGlobalUnicast(IPAddress address) => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast)
        && !IPAddress.IsLoopback(address) && !IsIn(address, "224.0.0.0/4") && !address.IsIPv6Multicast && !IsIn(address, "169.254.0.0/16") && !IsIn(address, "fe80::/10");
}
