using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Smartbox.Api;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Gateway.Tests.Fakes;

/// <summary>Tokens as issuers and forgers make them.</summary>
internal static class Tokens
{
    private static readonly JsonWebTokenHandler s_handler = new() { SetDefaultTimesOnTokenCreation = false };

    public static string Of(string subject, SigningKey key, Action<SecurityTokenDescriptor>? change = null)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(key.ExportPrivatePem());
        var descriptor = Descriptor(subject);
        descriptor.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = key.KeyId }, SecurityAlgorithms.EcdsaSha256);
        change?.Invoke(descriptor);
        return s_handler.CreateToken(descriptor);
    }

    /// <summary>Signed with the public key as if it were a shared secret.</summary>
    public static string Hmac(string subject, SigningKey key) => Of(subject, key, descriptor => descriptor.SigningCredentials = new SigningCredentials(
        new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(key.ExportPublicPem())) { KeyId = key.KeyId }, SecurityAlgorithms.HmacSha256));

    public static string Unsigned(string subject) => s_handler.CreateToken(Descriptor(subject));

    private static SecurityTokenDescriptor Descriptor(string subject) => new()
    {
        TokenType = "JWT",
        Issuer = Names.BuiltInIssuer,
        Audience = Names.TokenAudience,
        IssuedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
        NotBefore = TimeProvider.System.GetUtcNow().UtcDateTime,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        Claims = new Dictionary<string, object> { ["sub"] = subject },
    };
}
