using Microsoft.IdentityModel.Tokens;

namespace Smartbox.Gateway.Authentication;

/// <summary>Whose tokens are believed.</summary>
/// <param name="Issuer">Claim <c>iss</c>.</param>
/// <param name="Keys">Public keys that sign them.</param>
internal sealed record IssuerKeys(string Issuer, IReadOnlyList<SecurityKey> Keys)
{
    /// <summary>Same issuer and key ids.</summary>
    public bool IsSameAs(IssuerKeys other) => Issuer == other.Issuer && Keys.Select(key => key.KeyId).ToHashSet().SetEquals(other.Keys.Select(key => key.KeyId));
}
