using System.Text;
using k8s.Models;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Smartbox.Api;
using Smartbox.Gateway.Hosting;
using Smartbox.Kubernetes;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Gateway.Authentication;

/// <summary>Where keys come from: the users' issuer, and the gateway's own.</summary>
internal static class KeyLoaders
{
    private const string DiscoveryPath = "/.well-known/openid-configuration";

    /// <summary>Keys by OIDC discovery, from a JWKS file, or of the installation, as the options say.</summary>
    public static Func<CancellationToken, Task<IssuerKeys>> Issuer(GatewayOptions options, IKubernetesClient kubernetes, HttpClient http) => options switch
    {
        { JwksFile: { } file, OidcIssuer: { } issuer } => cancellationToken => FromFileAsync(file, issuer, cancellationToken),
        { OidcIssuer: { } issuer } => cancellationToken => FromDiscoveryAsync(issuer, http, cancellationToken),
        _ => cancellationToken => FromSecretAsync(options.Namespace, kubernetes, cancellationToken),
    };

    /// <summary>How often those are loaded again: a file is cheap, and an issuer announces a key long before it uses it.</summary>
    public static TimeSpan IssuerInterval(GatewayOptions options) => options switch
    {
        { JwksFile: not null } => TimeSpan.FromSeconds(30),
        { OidcIssuer: not null } => TimeSpan.FromHours(1),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>The key that assertions are signed with.</summary>
    public static async Task<GatewayKey> GatewayAsync(string ns, IKubernetesClient kubernetes, TimeProvider time, CancellationToken cancellationToken)
    {
        var key = SigningKey.FromPem(await ReadAsync(kubernetes, ns, Names.GatewayKeySecret, Names.PrivatePemKey, cancellationToken));
        return new GatewayKey(key.KeyId, new AssertionSigner(AssertionIssuers.Gateway, key, time));
    }

    private static async Task<IssuerKeys> FromSecretAsync(string ns, IKubernetesClient kubernetes, CancellationToken cancellationToken)
    {
        var pem = await ReadAsync(kubernetes, ns, Names.IssuerSecret, Names.PublicPemKey, cancellationToken);
        return Checked(Names.BuiltInIssuer, SigningKey.PublicKeysFromPem(pem), $"Secret {ns}/{Names.IssuerSecret}");
    }

    private static async Task<IssuerKeys> FromFileAsync(string path, string issuer, CancellationToken cancellationToken) =>
        Checked(issuer, Signing(new JsonWebKeySet(await File.ReadAllTextAsync(path, cancellationToken))), path);

    private static async Task<IssuerKeys> FromDiscoveryAsync(string issuer, HttpClient http, CancellationToken cancellationToken)
    {
        var address = issuer.TrimEnd('/') + DiscoveryPath;
        var retriever = new HttpDocumentRetriever(http) { RequireHttps = issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase) };
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancellationToken);
        return configuration.Issuer == issuer
            ? Checked(issuer, Signing(configuration.JsonWebKeySet), address)
            : throw new InvalidOperationException($"{address} is of issuer '{configuration.Issuer}', not of '{issuer}'.");
    }

    /// <summary>Asymmetric keys for signatures only.</summary>
    private static List<SecurityKey> Signing(JsonWebKeySet set) =>
        [.. set.GetSigningKeys().Where(key => key is AsymmetricSecurityKey || (key is JsonWebKey web && web.Kty is "RSA" or "EC"))];

    private static IssuerKeys Checked(string issuer, IReadOnlyList<SecurityKey> keys, string source) =>
        keys.Count > 0 ? new IssuerKeys(issuer, keys) : throw new InvalidOperationException($"{source} holds no public key.");

    private static async Task<string> ReadAsync(IKubernetesClient kubernetes, string ns, string name, string key, CancellationToken cancellationToken)
    {
        var secret = await kubernetes.GetAsync<V1Secret>(ns, name, cancellationToken)
            ?? throw new InvalidOperationException($"Secret {ns}/{name} does not exist yet; the operator makes it.");
        return secret.Data is { } data && data.TryGetValue(key, out var value)
            ? Encoding.UTF8.GetString(value)
            : throw new InvalidOperationException($"Secret {ns}/{name} has no key '{key}'.");
    }
}
