using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Smartbox.Api;
using Smartbox.Kubelet.Images;
using Smartbox.Local.Folders;
using Smartbox.Local.Logging;
using Smartbox.Local.Programs;
using Smartbox.Local.Setup;

namespace Smartbox.Local;

/// <summary>Smartbox on one machine: a <see cref="LocalCluster"/>, and operator and gateway as pods in it.</summary>
public sealed class LocalInstallation : IAsyncDisposable
{
    private readonly LocalOptions _options;
    private readonly LocalFolder _folder;
    private readonly InstallationLock _lock;
    private readonly ILoggerFactory _loggers;
    private LocalCluster? _cluster;

    private LocalInstallation(LocalOptions options, LocalFolder folder, InstallationLock held)
    {
        _options = options;
        _folder = folder;
        _lock = held;
#pragma warning disable CA2000 // the factory disposes of its provider
        var file = new LogFileProvider(folder.Log, options.Time);
#pragma warning restore CA2000
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(file).AddFilter("Microsoft", LogLevel.Warning));
    }

    /// <summary>Address of the gateway, <c>http://127.0.0.1:PORT</c>.</summary>
    public Uri Gateway { get; private set; } = null!;

    public string KubeconfigPath => _folder.Kubeconfig;

    /// <summary>The API server and the node.</summary>
    public LocalCluster Cluster => _cluster!;

    /// <summary>Starts everything, in order. Boxes that were there before go on.</summary>
    /// <param name="options">What.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellationToken">Gives up; what has started ends.</param>
    /// <exception cref="LocalException">The folder is in use, something is missing, or a program does not start.</exception>
    public static async Task<LocalInstallation> StartAsync(LocalOptions options, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = new LocalFolder(options.Folder);
        folder.Create();
        var installation = new LocalInstallation(options, folder, InstallationLock.Take(folder, options.Time));
        try
        {
            await installation.StartAsync(progress, cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends everything, in order: boxes with a last snapshot of what is new. The next start goes on from there.</summary>
    public async Task StopAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        // The operator goes first: it would take the end of the boxes for a failure and replace them.
        progress.Report("Stopping the operator and the gateway");
        await Task.WhenAll(
            SystemPods.EndAsync(Cluster.Requests, SystemPods.Operator, cancellationToken), SystemPods.EndAsync(Cluster.Requests, SystemPods.Gateway, cancellationToken));
        var boxes = await BoxesAsync(cancellationToken);
        progress.Report(boxes switch
        {
            0 => "Stopping the node",
            1 => "Stopping one box, with a last snapshot",
            _ => $"Stopping {boxes} boxes, each with a last snapshot",
        });
        await Cluster.StopPodsAsync(cancellationToken);
        progress.Report("Stopping the API server");
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
            _cluster = null;
        }

        _loggers.Dispose();
        _lock.Dispose();
    }

    private async Task StartAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        var last = InstallationState.Read(_folder);
        var port = Ports.Choose(_options.GatewayPort, last?.Gateway?.Port ?? 0, "gateway");
        if (!File.Exists(_folder.Images))
        {
            await File.WriteAllTextAsync(_folder.Images, UserImages.Template, cancellationToken);
        }

        progress.Report("Starting the API server and the node");
        _cluster = await LocalCluster.StartAsync(
            new LocalClusterOptions
            {
                Folder = _folder.Root,
                ApiPort = Ports.Choose(_options.ApiPort, last?.Api.Port ?? 0, "API server"),
                Images = new ImageCatalogue(ImageList.Of(_options.Programs, _folder)),
                BeforePods = PrepareAsync,
                Time = _options.Time,
            },
            _loggers, cancellationToken);
        var state = new InstallationState { ProcessId = Environment.ProcessId, Api = _cluster.Endpoint };
        state.Write(_folder);

        using var limit = new CancellationTokenSource(_options.StartLimit, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var starting = SystemPods.Operator;
        try
        {
            progress.Report("Starting the operator");
            await _cluster.Requests.CreateAsync(SystemPods.Collection, SystemPods.OperatorPod(KubeconfigPath, Ports.Free()), either.Token);
            // The gateway serves only with the keys that the operator makes at its first start; without them it would try again later.
            await _cluster.Requests.WaitAsync($"api/v1/namespaces/{Names.SystemNamespace}/secrets/{Names.GatewayKeySecret}", found => found is not null, either.Token);
            await _cluster.Requests.WaitAsync($"api/v1/namespaces/{Names.SystemNamespace}/secrets/{Names.IssuerSecret}", found => found is not null, either.Token);
            starting = SystemPods.Gateway;
            progress.Report("Starting the gateway");
            await _cluster.Requests.CreateAsync(SystemPods.Collection, SystemPods.GatewayPod(KubeconfigPath, port, Ports.Free()), either.Token);
            await SystemPods.ReadyAsync(_cluster.Requests, SystemPods.Gateway, either.Token);
            starting = SystemPods.Operator;
            await SystemPods.ReadyAsync(_cluster.Requests, SystemPods.Operator, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LocalException(
                $"{starting} was not ready after {_options.StartLimit.TotalSeconds:0} s: {await SystemPods.StateAsync(_cluster.Requests, starting, cancellationToken)}. See {_folder.Logs} and {_folder.Node}.", e);
        }

        Gateway = new Uri($"http://127.0.0.1:{port}");
        (state with { Gateway = Gateway, IsReady = true }).Write(_folder);
    }

    private async Task PrepareAsync(LocalCluster cluster, CancellationToken cancellationToken)
    {
        var requests = cluster.Requests;
        await requests.CreateAsync("api/v1/namespaces", SystemNamespace(), cancellationToken);
        // Of a run that did not end by itself; their ports were chosen then.
        await requests.DeleteAsync(SystemPods.PathOf(SystemPods.Operator), cancellationToken);
        await requests.DeleteAsync(SystemPods.PathOf(SystemPods.Gateway), cancellationToken);
        await StoreSetup.InstallAsync(requests, _options.Store, _folder.Bucket, cancellationToken);
    }

    private async Task<int> BoxesAsync(CancellationToken cancellationToken)
    {
        var pods = await Cluster.Requests.FindAsync($"api/v1/pods?labelSelector={Uri.EscapeDataString(Labels.Box)}", cancellationToken);
        return (pods?["items"] as JsonArray)?.Count ?? 0;
    }

    private static JsonObject SystemNamespace() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = Names.SystemNamespace },
    };
}
