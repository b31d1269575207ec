using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Smartbox.Protocol.Assertions;

/// <summary>Makes the JWTs by which users prove to a gateway who they are, for installations without an OIDC issuer.</summary>
public sealed class UserTokenSigner(string issuer, string audience, SigningKey key, TimeProvider time)
{
    /// <summary><c>typ</c> of a user's token; an assertion has another one and is never accepted in its place.</summary>
    public const string TokenType = "JWT";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Signs a token (ES256, <c>kid</c> = <see cref="SigningKey.KeyId"/>).</summary>
    /// <param name="subject">The user (claim <c>sub</c>).</param>
    /// <param name="lifetime">How long it holds, from now on; more than nothing.</param>
    public string Sign(string subject, TimeSpan lifetime)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = subject },
            SigningCredentials = new SigningCredentials(key.Security, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
