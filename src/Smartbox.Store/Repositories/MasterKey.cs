using System.Security.Cryptography;

namespace Smartbox.Store.Repositories;

/// <summary>The repository's key: AES-256 for secrecy, <c>k</c> and <c>r</c> of Poly1305-AES for integrity.</summary>
internal sealed record MasterKey(byte[] Encrypt, byte[] MacK, byte[] MacR)
{
    public const int EncryptLength = 32;
    public const int MacLength = 16;

    /// <summary>Length of all three, as scrypt gives them.</summary>
    public const int TotalLength = EncryptLength + (2 * MacLength);

    public static MasterKey Generate() => FromBytes(RandomNumberGenerator.GetBytes(TotalLength));

    /// <summary>Splits what scrypt gives: encrypt, then k, then r.</summary>
    public static MasterKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, TotalLength);
        return new MasterKey(
            bytes[..EncryptLength].ToArray(),
            bytes.Slice(EncryptLength, MacLength).ToArray(),
            bytes[(EncryptLength + MacLength)..].ToArray());
    }

    public bool HasValidLengths => Encrypt.Length == EncryptLength && MacK.Length == MacLength && MacR.Length == MacLength;
}
