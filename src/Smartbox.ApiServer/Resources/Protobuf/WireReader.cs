using System.Buffers.Binary;

namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>Reads the fields of one message.</summary>
/// <remarks>Source: the protobuf encoding; groups are not used by Kubernetes.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;

    /// <summary>Number of the field just read.</summary>
    public int Number { get; private set; }

    /// <summary>Its value when it is a number.</summary>
    public long Integer { get; private set; }

    /// <summary>Its value when it is text, bytes or a message; empty for a number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">When it is no message.</exception>
    public bool Read()
    {
        if (rest.IsEmpty) return false;
        var tag = ReadVarint();
        Number = (int)(tag >> 3);
        Integer = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Integer = (long)ReadVarint();
                break;
            case 1:
                Integer = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(ReadVarint());
                break;
            case 5:
                Integer = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException($"proto: illegal wireType {tag & 7}");
        }
        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)rest.Length) throw new FormatException("unexpected EOF");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new FormatException("proto: integer overflow");
    }
}
