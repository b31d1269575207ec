using CsCheck;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

public sealed class SealedBoxTests
{
    private static readonly MasterKey Key = MasterKey.FromBytes([.. Enumerable.Range(1, MasterKey.TotalLength).Select(i => (byte)i)]);

    [Fact]
    public void TryOpen_WhatWasSealed_IsTheSame() =>
        Gen.Byte.Array[0, 40_000].Sample(plaintext =>
        {
            using var box = new SealedBox(Key);

            var bytes = box.SealCopy(plaintext);

            return bytes.Length == plaintext.Length + SealedBox.Overhead && box.OpenCopy(bytes) is { } back && back.AsSpan().SequenceEqual(plaintext);
        }, iter: 200);

    [Fact]
    public void TryOpen_OneBitFlippedAnywhere_FailsAndRevealsNothing() =>
        Gen.Byte.Array[1, 200].SelectMany(p => Gen.Select(Gen.Const(p), Gen.Int[0, ((p.Length + SealedBox.Overhead) * 8) - 1])).Sample((plaintext, bit) =>
        {
            using var box = new SealedBox(Key);
            var bytes = box.SealCopy(plaintext);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var target = new byte[plaintext.Length];

            return !box.TryOpen(bytes, target) && target.All(b => b == 0);
        });

    [Fact]
    public void TryOpen_CutBox_Fails()
    {
        using var box = new SealedBox(Key);
        var bytes = box.SealCopy([1, 2, 3]);

        for (var length = 0; length < bytes.Length; length++)
        {
            box.TryOpen(bytes.AsSpan(0, length), new byte[3]).Should().BeFalse();
        }
    }

    [Fact]
    public void Seal_SameTwice_LooksDifferent()
    {
        using var box = new SealedBox(Key);

        box.SealCopy([1, 2, 3]).Should().NotEqual(box.SealCopy([1, 2, 3]));
    }

    [Fact]
    public void TryOpen_CounterThatOverflows_CarriesIntoAllOfIt()
    {
        // An IV of all ones: the second block's counter is zero. AES-256 of 16 × 0xff and of 16 × 0x00 gives the key stream.
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = Key.Encrypt;
        byte[] ones = [.. Enumerable.Repeat((byte)0xff, 16)];
        var stream = aes.EncryptEcb([.. ones, .. new byte[16]], System.Security.Cryptography.PaddingMode.None);
        using var macAes = System.Security.Cryptography.Aes.Create();
        macAes.Key = Key.MacK;
        var mac = new byte[16];
        Poly1305.Compute([.. Key.MacR, .. macAes.EncryptEcb(ones, System.Security.Cryptography.PaddingMode.None)], stream, mac);
        using var box = new SealedBox(Key);

        box.OpenCopy([.. ones, .. stream, .. mac]).Should().Equal(new byte[32]);
    }
}
