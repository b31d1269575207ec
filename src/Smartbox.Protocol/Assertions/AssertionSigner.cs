using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Smartbox.Protocol.Assertions;

/// <summary>Makes the JWTs that the sidecars of a box accept (<see cref="PodContract.AssertionMetadata"/>).</summary>
public sealed class AssertionSigner(string issuer, SigningKey key, TimeProvider time)
{
    /// <summary><c>typ</c> of an assertion; a user's token has another one and is never accepted in its place.</summary>
    public const string TokenType = "smartbox-assertion+jwt";

    /// <summary>How long an assertion holds.</summary>
    /// <value>One minute.</value>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public string Sign(Assertion assertion)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = issuer,
            Audience = assertion.BoxUid,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = assertion.Subject,
                ["epoch"] = assertion.Epoch,
                ["role"] = assertion.Role,
            },
            SigningCredentials = new SigningCredentials(key.Security, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
