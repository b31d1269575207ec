using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Smartbox.Protocol.Assertions;

/// <summary>Accepts the assertions of one issuer (see <see cref="AssertionIssuers"/>) that are signed by a trusted key and meant for this box and epoch.</summary>
public sealed class AssertionVerifier(string issuer, string boxUid, long epoch, TimeProvider time)
{
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Checks a token.</summary>
    /// <param name="token">The JWT; null and empty are refused.</param>
    /// <param name="trusted">Keys read by <see cref="SigningKey.PublicKeysFromPem"/>.</param>
    /// <returns>What it says, or null when it is not to be believed.</returns>
    public async Task<Assertion?> VerifyAsync(string? token, IReadOnlyList<SecurityKey> trusted)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = boxUid,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [AssertionSigner.TokenType],
            IssuerSigningKeys = trusted,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                return notBefore <= now + s_clockSkew && expires >= now - s_clockSkew;
            },
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return null;
        }

        return jwt.TryGetPayloadValue<long>("epoch", out var claimed) && claimed == epoch
            && jwt.TryGetPayloadValue<string>("role", out var role) && jwt.Subject is { Length: > 0 }
            ? new Assertion(boxUid, epoch, jwt.Subject, role)
            : null;
    }
}
