using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Pods;
using Smartbox.Kubernetes;

namespace Smartbox.Gateway.Routing;

/// <summary>Keeps the table current. Changes that come together make one table.</summary>
internal sealed class RouteFeed(
    IEntityCache<SmartboxResource> boxes, IEntityEvents<SmartboxResource> boxEvents, IEntityCache<V1Pod> pods, IEntityEvents<V1Pod> podEvents,
    PodChannels channels, GatewayOptions options, TimeProvider time) : BackgroundService
{
    /// <summary>Least time between two tables: one of 10,000 boxes costs milliseconds to make.</summary>
    private static readonly TimeSpan s_gap = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _changed = new(0);
    private volatile RouteTable _current = new([], []);
    private volatile bool _isSynced;

    public RouteTable Current => _current;

    /// <summary>True once the table holds all that there is.</summary>
    public bool IsSynced => _isSynced;

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(boxEvents.Synced, podEvents.Synced).WaitAsync(stoppingToken);
        using var boxSubscription = boxEvents.Subscribe(_ => _changed.Release());
        using var podSubscription = podEvents.Subscribe(_ => _changed.Release());
        while (true)
        {
            while (_changed.Wait(0, CancellationToken.None))
            {
            }

            Rebuild();
            await _changed.WaitAsync(stoppingToken);
            await Task.Delay(s_gap, time, stoppingToken);
        }
    }

    private void Rebuild()
    {
        var previous = _current;
        var next = RouteBuilder.Build(boxes.List(), pods.List(), options.AllowLoopbackPods, previous);
        _current = next;
        _isSynced = true;
        previous.Replace();
        foreach (var (key, route) in previous.Boxes)
        {
            if (!next.Boxes.TryGetValue(key, out var now) || now.Tenure != route.Tenure)
            {
                route.Tenure.End();
            }
        }

        channels.Retain(next.PodUids);
    }
}
