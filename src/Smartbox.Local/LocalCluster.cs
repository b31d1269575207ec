using Microsoft.Extensions.Logging;
using Smartbox.ApiServer;
using Smartbox.Kubelet;
using Smartbox.Local.Folders;
using Smartbox.Local.Pods;
using Smartbox.Local.Setup;

namespace Smartbox.Local;

/// <summary>An API server with the kinds of Smartbox and a node that runs pods as processes: a cluster without operator and gateway.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly EmbeddedApiServer _api;
    private ProcessKubelet? _kubelet;

    private LocalCluster(EmbeddedApiServer api, TimeProvider time)
    {
        _api = api;
        Requests = new ApiRequests(api.KubeconfigPath, time);
    }

    /// <summary>Where the API server listens.</summary>
    public Uri Endpoint => _api.Endpoint;

    /// <summary>How any client gets in.</summary>
    public string KubeconfigPath => _api.KubeconfigPath;

    /// <summary>Requests of the cluster's own.</summary>
    public ApiRequests Requests { get; }

    /// <summary>Starts it; pods that were there before go on when this returns.</summary>
    /// <exception cref="LocalException">The folder or the port cannot be used.</exception>
    public static async Task<LocalCluster> StartAsync(LocalClusterOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var folder = new LocalFolder(options.Folder);
        var api = await EmbeddedApiServer.StartAsync(
            new ApiServerOptions { Folder = folder.Api, Port = options.ApiPort, Clock = options.Time }, loggers, cancellationToken);
        var cluster = new LocalCluster(api, options.Time);
        try
        {
            await Definitions.InstallAsync(cluster.Requests, cancellationToken);
            await (options.BeforePods?.Invoke(cluster, cancellationToken) ?? Task.CompletedTask);
            cluster._kubelet = await ProcessKubelet.StartAsync(
                new KubeletOptions
                {
                    KubeconfigPath = api.KubeconfigPath,
                    Folder = folder.Node,
                    Images = options.Images,
                    RestartBackoff = options.RestartBackoff.First,
                    MaxRestartBackoff = options.RestartBackoff.Longest,
                    Time = options.Time,
                },
                loggers, cancellationToken);
            api.Pods = new KubeletPods(cluster._kubelet);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the pods, each with its grace and in order; their objects stay, and go on at the next start.</summary>
    public Task StopPodsAsync(CancellationToken cancellationToken) => _kubelet?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Ends at once what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_kubelet is not null)
        {
            await _kubelet.DisposeAsync();
        }

        Requests.Dispose();
        await _api.DisposeAsync();
    }
}
