using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Smartbox.Gateway.Hosting;
using Smartbox.Protocol.Errors;

namespace Smartbox.Gateway.Authentication;

/// <summary>Believes the tokens of one issuer for one audience: signed by an asymmetric algorithm, in their time, and meant as a user's token.</summary>
internal sealed class TokenValidator(Refreshed<IssuerKeys> issuer, GatewayOptions options, TimeProvider time)
{
    private const int MaxTokenLength = 16 * 1024;
    private const int CacheCapacity = 10_000;

    private static readonly TimeSpan s_clockSkew = TimeSpan.FromSeconds(30);

    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenLength };

    /// <summary>Callers checked with certain keys: other keys, another cache.</summary>
    private volatile Checked _checked = new(null, new TokenCache(CacheCapacity, time));

    /// <summary>Finds out who holds a token.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED; UNAVAILABLE while the issuer's keys are not known.</exception>
    public async ValueTask<Caller> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var keys = issuer.Current ?? throw RpcErrors.Create(
            StatusCode.Unavailable, ErrorReasons.NotReady, "The keys of the tokens' issuer are not known yet.", TimeSpan.FromSeconds(1));
        if (CacheOf(keys).Find(token) is { } known)
        {
            return known;
        }

        var result = await CheckAsync(token, keys);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await issuer.RefreshAsync(keys, cancellationToken))
        {
            keys = issuer.Current!;
            result = await CheckAsync(token, keys);
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            throw Refused(result.Exception is SecurityTokenExpiredException ? "The token has expired." : "The token is not valid.");
        }

        if (!jwt.TryGetPayloadValue<string>(options.SubjectClaim, out var subject) || string.IsNullOrEmpty(subject))
        {
            throw Refused($"The token has no claim '{options.SubjectClaim}'.");
        }

        if (options.SubjectClaim == "email" && jwt.TryGetPayloadValue<bool>("email_verified", out var verified) && !verified)
        {
            throw Refused("The token's e-mail address is not verified.");
        }

        var caller = new Caller(subject);
        CacheOf(keys).Add(token, caller, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero));
        return caller;
    }

    public static RpcException Refused(string message) => RpcErrors.Create(StatusCode.Unauthenticated, ErrorReasons.Unauthenticated, message);

    private Task<TokenValidationResult> CheckAsync(string token, IssuerKeys keys) => _handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = keys.Issuer,
        ValidAudience = options.OidcAudience,
        ValidAlgorithms = s_algorithms,
        IssuerSigningKeys = keys.Keys,
        TypeValidator = CheckType,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = CheckLifetime,
    });

    /// <summary>Some issuers leave <c>typ</c> out (Dex); what another kind of token says there is refused.</summary>
    private static string CheckType(string? type, SecurityToken token, TokenValidationParameters parameters) =>
        type is null or "" || type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase)
        || type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase)
            ? type ?? ""
            : throw new SecurityTokenInvalidTypeException("The token is of another kind.");

    private bool CheckLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (expires is null || (notBefore is { } start && start > now + s_clockSkew))
        {
            return false;
        }

        return expires >= now - s_clockSkew ? true : throw new SecurityTokenExpiredException("The token has expired.");
    }

    private TokenCache CacheOf(IssuerKeys keys)
    {
        var current = _checked;
        if (current.Keys != keys)
        {
            current = new Checked(keys, new TokenCache(CacheCapacity, time));
            _checked = current;
        }

        return current.Cache;
    }

    private sealed record Checked(IssuerKeys? Keys, TokenCache Cache);
}
