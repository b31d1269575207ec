using k8s.Models;

namespace Smartbox.Kubelet.Nodes;

/// <summary>The Node object. Its status is written at start, at stop and every five minutes: nobody here decides by its heartbeat.</summary>
internal sealed class NodeRegistration(NodeContext node, string? cgroupObstacle) : IAsyncDisposable
{
    private const string FieldManager = "kubelet";

    private static readonly TimeSpan s_heartbeat = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly DateTime _since = node.Now;
    private Task _beating = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await node.Client.ApplyAsync(NodeObject.Metadata(node), FieldManager, cancellationToken).ConfigureAwait(false);
        await WriteAsync(isReady: true, cancellationToken).ConfigureAwait(false);
        _beating = Task.Run(() => BeatAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Says that the node is down.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAsync(isReady: false, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_heartbeat, node.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(isReady: true, cancellationToken).ConfigureAwait(false);
            }
            catch (Kubernetes.KubernetesException e)
            {
                Log.HeartbeatFailed(node.Logger, e.Message);
            }
        }
    }

    private Task<V1Node> WriteAsync(bool isReady, CancellationToken cancellationToken) => node.Client.ApplyStatusAsync(
        new V1Node
        {
            Metadata = new V1ObjectMeta { Name = node.Facts.Name },
            Status = NodeObject.Status(node, isReady, cgroupObstacle, isReady ? _since : node.Now),
        },
        FieldManager,
        cancellationToken);
}
