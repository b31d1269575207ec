using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Smartbox.Kubelet.Pods;

/// <summary>A part of the loopback network.</summary>
internal readonly record struct AddressRange(uint First, int Size)
{
    private const uint Loopback = 127u << 24;

    /// <summary>A /16 that follows from the folder; the low ones are left to those who use loopback by hand.</summary>
    public static AddressRange Of(string folder)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(folder));
        return new AddressRange(Loopback | ((16u + (hash[0] % 224u)) << 16), 1 << 16);
    }

    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        if (!IPNetwork.TryParse(text, out var network) || network.BaseAddress.GetAddressBytes() is not [127, var b, var c, var d] || network.PrefixLength is < 8 or > 28)
        {
            return false;
        }

        range = new AddressRange(Loopback | ((uint)b << 16) | ((uint)c << 8) | d, 1 << (32 - network.PrefixLength));
        return true;
    }

    public IPAddress this[int index]
    {
        get
        {
            var value = First + (uint)index;
            return new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        }
    }
}
