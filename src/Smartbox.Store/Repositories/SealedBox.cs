using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Smartbox.Store.Repositories;

/// <summary>Seals and opens bytes as restic does: <c>IV(16) || AES-256-CTR ciphertext || Poly1305-AES(16)</c>. Not for concurrent use.</summary>
internal sealed class SealedBox : IDisposable
{
    public const int IvLength = 16;
    public const int Overhead = IvLength + Poly1305.TagLength;

    private const int BlockLength = 16;
    private const int BatchLength = 16 * 1024;

    private readonly Aes _encrypt;
    private readonly ICryptoTransform _encryptBlocks;
    private readonly Aes _mac;
    private readonly byte[] _macR;
    private readonly byte[] _counters = new byte[BatchLength];
    private readonly byte[] _keyStream = new byte[BatchLength];

    public SealedBox(MasterKey key)
    {
        _encrypt = CreateAes(key.Encrypt);
        _encryptBlocks = _encrypt.CreateEncryptor();
        _mac = CreateAes(key.MacK);
        _macR = key.MacR;
    }

    /// <summary>Seals in place: the plaintext lies between room for the IV and room for the MAC.</summary>
    public void Seal(Span<byte> box)
    {
        RandomNumberGenerator.Fill(box[..IvLength]);
        var content = box[IvLength..^Poly1305.TagLength];
        ApplyKeyStream(box[..IvLength], content, content);
        ComputeMac(box[..IvLength], content, box[^Poly1305.TagLength..]);
    }

    public byte[] SealCopy(ReadOnlySpan<byte> plaintext)
    {
        var box = new byte[plaintext.Length + Overhead];
        plaintext.CopyTo(box.AsSpan(IvLength));
        Seal(box);
        return box;
    }

    /// <summary>Checks a box, then decrypts it.</summary>
    /// <param name="box">Sealed bytes.</param>
    /// <param name="plaintext">Target, <see cref="Overhead"/> shorter than the box; may be the middle of the box itself. Untouched when the check fails.</param>
    /// <returns>False when the box is not what was sealed.</returns>
    public bool TryOpen(ReadOnlySpan<byte> box, Span<byte> plaintext)
    {
        if (box.Length < Overhead)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[Poly1305.TagLength];
        var content = box[IvLength..^Poly1305.TagLength];
        ComputeMac(box[..IvLength], content, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, box[^Poly1305.TagLength..]))
        {
            return false;
        }

        ApplyKeyStream(box[..IvLength], content, plaintext[..content.Length]);
        return true;
    }

    /// <summary>Like <see cref="TryOpen"/>, into a new array; null when the check fails.</summary>
    public byte[]? OpenCopy(ReadOnlySpan<byte> box)
    {
        var plaintext = new byte[Math.Max(0, box.Length - Overhead)];
        return TryOpen(box, plaintext) ? plaintext : null;
    }

    public void Dispose()
    {
        _encryptBlocks.Dispose();
        _encrypt.Dispose();
        _mac.Dispose();
    }

    private static Aes CreateAes(byte[] key)
    {
        var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        return aes;
    }

    private void ComputeMac(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[Poly1305.KeyLength];
        _macR.CopyTo(key);
        _mac.EncryptEcb(iv, key[MasterKey.MacLength..], PaddingMode.None);
        Poly1305.Compute(key, ciphertext, mac);
    }

    private void ApplyKeyStream(ReadOnlySpan<byte> iv, ReadOnlySpan<byte> source, Span<byte> target)
    {
        var counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
        while (!source.IsEmpty)
        {
            var count = Math.Min(source.Length, BatchLength);
            var blocks = (count + BlockLength - 1) / BlockLength;
            for (var i = 0; i < blocks; i++)
            {
                BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(i * BlockLength), counter++);
            }

            _encryptBlocks.TransformBlock(_counters, 0, blocks * BlockLength, _keyStream, 0);
            Xor(source[..count], _keyStream, target);
            source = source[count..];
            target = target[count..];
        }
    }

    private static void Xor(ReadOnlySpan<byte> source, ReadOnlySpan<byte> keyStream, Span<byte> target)
    {
        var i = 0;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(source[i..]) ^ new Vector<byte>(keyStream[i..])).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = (byte)(source[i] ^ keyStream[i]);
        }
    }
}
