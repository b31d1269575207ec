using System.Buffers.Binary;

namespace Smartbox.Store.Repositories;

/// <summary>The one-time authenticator Poly1305 (RFC 8439, section 2.5) on two 64-bit limbs and a carry limb.</summary>
/// <remarks>Constant time: no branch or index depends on the key or the message. Written here because BouncyCastle's is several times slower.</remarks>
internal static class Poly1305
{
    public const int KeyLength = 32;
    public const int TagLength = 16;

    private const int BlockLength = 16;

    /// <summary>Computes the tag of a message under the one-time key <c>r(16) || s(16)</c>.</summary>
    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag.Length, TagLength);

        var r0 = BinaryPrimitives.ReadUInt64LittleEndian(key) & 0x0FFFFFFC0FFFFFFF;
        var r1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]) & 0x0FFFFFFC0FFFFFFC;
        var state = new State(r0, r1);

        while (message.Length >= BlockLength)
        {
            state.Add(BinaryPrimitives.ReadUInt64LittleEndian(message), BinaryPrimitives.ReadUInt64LittleEndian(message[8..]), 1);
            message = message[BlockLength..];
        }

        if (!message.IsEmpty)
        {
            Span<byte> last = stackalloc byte[BlockLength];
            last.Clear();
            message.CopyTo(last);
            last[message.Length] = 1;
            state.Add(BinaryPrimitives.ReadUInt64LittleEndian(last), BinaryPrimitives.ReadUInt64LittleEndian(last[8..]), 0);
        }

        state.Finish(BinaryPrimitives.ReadUInt64LittleEndian(key[16..]), BinaryPrimitives.ReadUInt64LittleEndian(key[24..]), tag);
    }

    private ref struct State(ulong r0, ulong r1)
    {
        // r1 is a multiple of 4, so 5/4 of it is whole: reduces what overflows 2^130 in the same step.
        private readonly ulong _s1 = r1 + (r1 >> 2);
        private readonly ulong _r0 = r0;
        private readonly ulong _r1 = r1;
        private ulong _h0;
        private ulong _h1;
        private ulong _h2;

        public void Add(ulong m0, ulong m1, ulong high)
        {
            // h += m
            var h0 = _h0 + m0;
            var carry = h0 < m0 ? 1UL : 0;
            var h1 = _h1 + m1;
            var carry1 = h1 < m1 ? 1UL : 0;
            h1 += carry;
            carry1 += h1 < carry ? 1UL : 0;
            var h2 = _h2 + carry1 + high;

            // d = h * r, partly reduced
            var d0High = Math.BigMul(h0, _r0, out var d0Low);
            AddProduct(h1, _s1, ref d0High, ref d0Low);
            var d1High = Math.BigMul(h0, _r1, out var d1Low);
            AddProduct(h1, _r0, ref d1High, ref d1Low);
            AddProduct(h2, _s1, ref d1High, ref d1Low);
            h2 *= _r0;

            h0 = d0Low;
            h1 = d1Low + d0High;
            d1High += h1 < d0High ? 1UL : 0;
            h2 += d1High;

            // What lies above 2^130 comes back times 5.
            var over = (h2 >> 2) + (h2 & ~3UL);
            h2 &= 3;
            h0 += over;
            carry = h0 < over ? 1UL : 0;
            h1 += carry;
            h2 += h1 < carry ? 1UL : 0;

            _h0 = h0;
            _h1 = h1;
            _h2 = h2;
        }

        public readonly void Finish(ulong s0, ulong s1, Span<byte> tag)
        {
            // h mod 2^130 - 5: take h + 5 where that passes 2^130.
            var g0 = _h0 + 5;
            var carry = g0 < 5 ? 1UL : 0;
            var g1 = _h1 + carry;
            var g2 = _h2 + (g1 < carry ? 1UL : 0);
            var mask = 0UL - (g2 >> 2);
            var h0 = (_h0 & ~mask) | (g0 & mask);
            var h1 = (_h1 & ~mask) | (g1 & mask);

            h0 += s0;
            carry = h0 < s0 ? 1UL : 0;
            h1 += s1 + carry;
            BinaryPrimitives.WriteUInt64LittleEndian(tag, h0);
            BinaryPrimitives.WriteUInt64LittleEndian(tag[8..], h1);
        }

        private static void AddProduct(ulong a, ulong b, ref ulong high, ref ulong low)
        {
            var productHigh = Math.BigMul(a, b, out var productLow);
            low += productLow;
            high += productHigh + (low < productLow ? 1UL : 0);
        }
    }
}
