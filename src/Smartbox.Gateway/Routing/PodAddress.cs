using System.Net;
using System.Net.Sockets;

namespace Smartbox.Gateway.Routing;

/// <summary>Which addresses may be those of a pod, whatever its status says.</summary>
internal static class PodAddress
{
    public static bool MayBeDialled(IPAddress address, bool allowLoopback)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(address))
        {
            return allowLoopback;
        }

        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast))
        {
            return false;
        }

        // Link-local holds the clouds' metadata services.
        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes() is not ([169, 254, ..] or [0, ..] or [>= 224, ..])
            : !address.IsIPv6LinkLocal && !address.IsIPv6Multicast;
    }
}
