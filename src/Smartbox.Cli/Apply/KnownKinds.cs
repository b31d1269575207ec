using Smartbox.Cli.Kube;
using Smartbox.Cli.Manifests;
using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Apply;

/// <summary>The kinds of manifests. A definition that has just been applied is served a moment later: its kind is waited for.</summary>
internal sealed class KnownKinds(ApiClient client, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private ResourceKinds? _known;
    private DateTimeOffset _waitUntil;

    /// <summary>Tells that a definition was applied.</summary>
    public void Expect() => _waitUntil = time.GetUtcNow() + s_limit;

    /// <exception cref="CliException">The server does not know the kind.</exception>
    public async Task<ResourceKind> OfAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        _known ??= await Discovery.LoadAsync(client, cancellationToken);
        while (_known.Find(manifest.ApiVersion, manifest.Kind) is null && time.GetUtcNow() < _waitUntil)
        {
            await Task.Delay(s_pause, time, cancellationToken);
            _known = await Discovery.LoadAsync(client, cancellationToken);
        }

        return _known.Require(manifest.ApiVersion, manifest.Kind);
    }
}
