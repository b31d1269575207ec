using System.Net.Sockets;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.Kubelet.Logs;
using Smartbox.Kubelet.Processes;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet;

/// <summary>Runs the pods of one node as processes of this machine. It is a client of the API server and knows nothing else of it.</summary>
public sealed class ProcessKubelet : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly KubeletCore _core;
    private bool _isStopped;

    private ProcessKubelet(IHost host, KubeletCore core)
    {
        _host = host;
        _core = core;
    }

    /// <summary>Ends what an earlier kubelet left behind, registers the node and begins to run its pods.</summary>
    /// <exception cref="ArgumentException">Options that cannot work.</exception>
    /// <exception cref="KubeletException">The machine lacks something; the message says what.</exception>
    public static async Task<ProcessKubelet> StartAsync(KubeletOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        options.Validate();
        var core = new KubeletCore(options, loggers.CreateLogger<ProcessKubelet>());
        await core.EndLeftOversAsync(cancellationToken).ConfigureAwait(false);

        var host = BuildHost(options, loggers);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            await core.StartAsync(KubeletClients.Of(host.Services), cancellationToken).ConfigureAwait(false);
            return new ProcessKubelet(host, core);
        }
        catch
        {
            await core.DisposeAsync().ConfigureAwait(false);
            await DisposeHostAsync(host).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends what a kubelet that was killed has left running, without starting one.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="grace">What the processes get to end by themselves.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">For what is found.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task EndLeftOversAsync(string folder, TimeSpan grace, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var folders = new KubeletFolders(folder);
        folders.Create();
        await LeftOvers.EndAsync(new ProcessRecords(folders.Records), grace, time, loggers.CreateLogger<ProcessKubelet>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Cancelled when the kubelet ends by itself, because its view of the API server stands still.</summary>
    public CancellationToken Ended => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Stops all pods with their grace and in order. Their objects stay, and the next start runs them again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await _core.StopAsync(cancellationToken).ConfigureAwait(false);
        await _core.DisposeAsync().ConfigureAwait(false);
        await DisposeHostAsync(_host).ConfigureAwait(false);
    }

    /// <summary>Kills all processes at once and writes nothing, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _core.DisposeAsync().ConfigureAwait(false);
            await DisposeHostAsync(_host).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a container's log, and with <see cref="LogRequest.Follow"/> what comes after, until the container ends.</summary>
    /// <exception cref="KubeletException">There is no such pod or container, or it has not run.</exception>
    public Task CopyLogAsync(LogRequest request, Stream output, CancellationToken cancellationToken)
    {
        var (file, live) = _core.Pods.Find(request.Namespace, request.Pod).Log(request.Container, request.Previous);
        return LogReader.CopyAsync(file, live, request, output, cancellationToken);
    }

    /// <summary>Connects to a port of a pod.</summary>
    /// <exception cref="KubeletException">There is no such pod here, or it has no address yet.</exception>
    /// <exception cref="IOException">Nothing listens.</exception>
    public async Task<Stream> ConnectAsync(string ns, string pod, int port, CancellationToken cancellationToken)
    {
        var address = _core.Pods.Find(ns, pod).Address ?? throw new KubeletException($"pod {ns}/{pod} has no address yet");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{address}:{port}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync().ConfigureAwait(false);

    private static IHost BuildHost(KubeletOptions options, ILoggerFactory loggers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.AddSingleton(options.Time);
        builder.Services.AddKubernetesClient(client =>
        {
            client.KubeconfigPath = options.KubeconfigPath;
            client.UserAgent = "smartbox-kubelet";
        });
        builder.Services.AddKubernetesCache<V1Pod>();
        builder.Services.AddKubernetesCache<V1Secret>();
        builder.Services.AddKubernetesCache<V1ConfigMap>();
        builder.Services.AddKubernetesCache<V1PersistentVolumeClaim>();
        builder.Services.AddKubernetesOperator(o =>
        {
            o.Name = "kubelet";
            o.Identity = options.NodeName;
            o.LeaderElection = false;
        });
        return builder.Build();
    }

    private static async Task DisposeHostAsync(IHost host)
    {
        // The last events get their time; what hangs then is not waited for.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await host.StopAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Dispose();
    }
}
