using System.Net;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>A range of addresses: an address, perhaps not the first of the range, and the length of the prefix.</summary>
internal readonly record struct CelRange(IPAddress Address, int Length)
{
    public CelRange Masked()
    {
        var bytes = Address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(Length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new CelRange(new IPAddress(bytes), Length);
    }

    public bool Contains(IPAddress address) => address.AddressFamily == Address.AddressFamily && new CelRange(address, Length).Masked().Address.Equals(Masked().Address);

    public bool Contains(CelRange other) => other.Length >= Length && Contains(other.Address);

    public override string ToString() => $"{Address}/{Length}";
}
