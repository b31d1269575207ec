using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Org.BouncyCastle.Crypto.Generators;

namespace Smartbox.Store.Repositories;

/// <summary>Makes key files and opens them with a password.</summary>
internal static class PasswordKeys
{
    // Enough for a random 256-bit password, and 40 times cheaper than restic's choice for passwords of people.
    private const int OwnN = 1024;
    private const int OwnR = 8;
    private const int OwnP = 1;
    private const int SaltLength = 64;

    // A key file is read before anything is verified: it may not ask for more than this. restic itself never asks for more than 256 MiB.
    private const long MaximumMemory = 512L * 1024 * 1024;
    private const int MaximumP = 64;

    public static byte[] Create(MasterKey key, string password, string hostname, string username, DateTimeOffset now)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        using var box = new SealedBox(Derive(password, salt, OwnN, OwnR, OwnP));
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(
            new MasterKeyDocument(new MacKeyDocument(key.MacK, key.MacR), key.Encrypt), RepositoryJson.Default.MasterKeyDocument);
        var file = new KeyFile
        {
            Created = now,
            Username = username,
            Hostname = hostname,
            Kdf = KeyFile.Scrypt,
            N = OwnN,
            R = OwnR,
            P = OwnP,
            Salt = salt,
            Data = box.SealCopy(plaintext),
        };
        CryptographicOperations.ZeroMemory(plaintext);
        return JsonSerializer.SerializeToUtf8Bytes(file, RepositoryJson.Default.KeyFile);
    }

    /// <summary>Opens a key file; false when the password is another one's.</summary>
    /// <exception cref="RepositoryException">The file cannot be read or asks for what is unknown here.</exception>
    public static bool TryOpen(ReadOnlySpan<byte> keyFile, string name, string password, [NotNullWhen(true)] out MasterKey? key)
    {
        key = null;
        var file = Parse(keyFile, name);
        using var box = new SealedBox(Derive(password, file.Salt, file.N, file.R, file.P));
        if (box.OpenCopy(file.Data) is not { } plaintext)
        {
            return false;
        }

        var document = JsonSerializer.Deserialize(plaintext, RepositoryJson.Default.MasterKeyDocument);
        CryptographicOperations.ZeroMemory(plaintext);
        key = document is null ? null : new MasterKey(document.Encrypt, document.Mac.K, document.Mac.R);
        return key is { HasValidLengths: true } ? true : throw new RepositoryException($"The key file {name} holds no valid key.");
    }

    private static KeyFile Parse(ReadOnlySpan<byte> keyFile, string name)
    {
        KeyFile? file;
        try
        {
            file = JsonSerializer.Deserialize(keyFile, RepositoryJson.Default.KeyFile);
        }
        catch (JsonException e)
        {
            throw new RepositoryException($"The key file {name} is damaged: it is no JSON.", e);
        }

        if (file?.Kdf != KeyFile.Scrypt)
        {
            throw new RepositoryException(RepositoryError.Unsupported, $"The key file {name} uses the key derivation '{file?.Kdf}'; only scrypt is known.");
        }

        var fits = file.N > 1 && int.IsPow2(file.N) && file.R > 0 && file.P is > 0 and <= MaximumP && 128L * file.N * file.R <= MaximumMemory;
        return fits ? file : throw new RepositoryException($"The key file {name} is damaged: its scrypt parameters are out of range.");
    }

    private static MasterKey Derive(string password, byte[] salt, int n, int r, int p)
    {
        var derived = SCrypt.Generate(Encoding.UTF8.GetBytes(password), salt, n, r, p, MasterKey.TotalLength);
        return MasterKey.FromBytes(derived);
    }
}
