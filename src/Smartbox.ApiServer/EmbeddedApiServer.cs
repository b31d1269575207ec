using Microsoft.Extensions.Logging;
using Smartbox.ApiServer.Controllers;
using Smartbox.ApiServer.Pods;
using Smartbox.ApiServer.Security;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer;

/// <summary>A Kubernetes API server inside this process, on loopback, for one user: the owner of its folder.</summary>
public sealed class EmbeddedApiServer : IAsyncDisposable
{
    private readonly SqliteObjectStore _store;
    private readonly Certificates _certificates;
    private readonly CancellationTokenSource _stopping = new();
    private ControllerSet? _controllers;
    private ApiListener? _listener;

    private EmbeddedApiServer(SqliteObjectStore store, Certificates certificates, string kubeconfigPath)
    {
        _store = store;
        _certificates = certificates;
        KubeconfigPath = kubeconfigPath;
    }

    /// <summary>Where it listens: <c>https://127.0.0.1:PORT</c>.</summary>
    public Uri Endpoint => _listener!.Endpoint;

    /// <summary>The file with which any client gets in; only its owner may read it.</summary>
    public string KubeconfigPath { get; }

    /// <summary>The node, for logs and forwarded ports; null until there is one.</summary>
    public IPodBackend? Pods { get; set; }

    /// <summary>Starts a server. It serves when this returns.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="loggers">For what the owner should know.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException">The options are wrong; all that is wrong is said.</exception>
    /// <exception cref="IOException">The port is taken, or the folder cannot be written.</exception>
    public static async Task<EmbeddedApiServer> StartAsync(ApiServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        // The store's lock keeps a second server from the certificates and the kubeconfig too.
        var store = await SqliteObjectStore.OpenAsync(
            new ObjectStoreOptions { Folder = options.Folder, LogChanges = options.LogChanges, LogBytes = options.LogBytes }, cancellationToken);
        EmbeddedApiServer? server = null;
        try
        {
            var certificates = new CertificateFolder(Path.Combine(options.Folder, "certificates"), options.Clock).Load();
            server = new EmbeddedApiServer(store, certificates, Path.Combine(options.Folder, "kubeconfig"));
            await server.OpenAsync(options, loggers, cancellationToken);
            return server;
        }
        catch
        {
            await (server?.DisposeAsync() ?? store.DisposeAsync());
            throw;
        }
    }

    /// <summary>Ends watches and requests, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }

        if (_controllers is not null)
        {
            await _controllers.StopAsync();
        }

        await _store.DisposeAsync();
        _certificates.Dispose();
        _stopping.Dispose();
    }

    private async Task OpenAsync(ApiServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var parts = new ServerParts(_store, options, () => Pods, loggers, _stopping.Token);
        await parts.PrepareAsync(cancellationToken);
        _controllers = parts.Controllers;
        _controllers.Start(_stopping.Token);
        _listener = await ApiListener.OpenAsync(options, _certificates, parts.Pipeline.ServeAsync, loggers, cancellationToken);
        PrivateFile.Write(KubeconfigPath, Kubeconfig.Of(Endpoint, _certificates));
    }
}
