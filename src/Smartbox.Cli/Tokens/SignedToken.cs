using Smartbox.Api;
using Smartbox.Cli.Kube;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Cli.Tokens;

/// <summary>Signs short-lived tokens with the installation's issuer key, read once.</summary>
/// <param name="cluster">Where the key is.</param>
/// <param name="systemNamespace">Its namespace.</param>
/// <param name="user">Whom the tokens are for; asked for once.</param>
/// <param name="time">Now.</param>
internal sealed class SignedToken(KubeAccess cluster, string systemNamespace, Func<CancellationToken, Task<string>> user, TimeProvider time)
    : ITokenSource, IDisposable
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(5);

    private SigningKey? _key;
    private string? _user;
    private string? _token;
    private DateTimeOffset _renewAt;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_token is null || now >= _renewAt)
        {
            _user ??= await user(cancellationToken);
            _key ??= await IssuerKey.ReadAsync(cluster, systemNamespace, cancellationToken);
            _token = new UserTokenSigner(Names.BuiltInIssuer, Names.TokenAudience, _key, time).Sign(_user, s_lifetime);
            _renewAt = now + s_lifetime - s_renewBefore;
        }

        return _token;
    }

    public void Dispose() => _key?.Dispose();
}
