using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Smartbox.Protocol.Assertions;

/// <summary>An ES256 (P-256) key pair and its key id: the base64url SHA-256 of its JWK (RFC 7638).</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        var security = new ECDsaSecurityKey(key);
        KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        security.KeyId = KeyId;
        Security = security;
    }

    /// <summary>RFC 7638 thumbprint.</summary>
    public string KeyId { get; }

    internal ECDsaSecurityKey Security { get; }

    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a PEM private key (PKCS #8 or SEC 1).</summary>
    /// <exception cref="ArgumentException">The text holds no private key.</exception>
    public static SigningKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new SigningKey(key);
    }

    /// <summary>Reads every <c>PUBLIC KEY</c> block of a PEM bundle.</summary>
    public static IReadOnlyList<SecurityKey> PublicKeysFromPem(string bundle)
    {
        var keys = new List<SecurityKey>();
        ReadOnlySpan<char> rest = bundle;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is "PUBLIC KEY")
            {
                var key = ECDsa.Create();
                key.ImportFromPem(rest[fields.Location]);
                var security = new ECDsaSecurityKey(key);
                security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
                keys.Add(security);
            }

            rest = rest[fields.Location.End..];
        }

        return keys;
    }

    /// <summary>PKCS #8 PEM.</summary>
    public string ExportPrivatePem() => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>SubjectPublicKeyInfo PEM.</summary>
    public string ExportPublicPem() => _key.ExportSubjectPublicKeyInfoPem();

    public void Dispose() => _key.Dispose();
}
