using System.Collections.Frozen;
using System.Collections.Immutable;
using Smartbox.Kubernetes;

namespace Smartbox.Gateway.Routing;

/// <summary>All routes at one moment; read without locks.</summary>
internal sealed class RouteTable
{
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RouteTable(IReadOnlyCollection<BoxRoute> routes, IEnumerable<string> podUids)
    {
        Boxes = routes.ToFrozenDictionary(route => route.Key);
        ByOwner = routes.GroupBy(route => route.Owner, StringComparer.Ordinal).ToFrozenDictionary(
            group => group.Key, group => group.OrderBy(route => route.Key.ToString(), StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
        PodUids = podUids.ToFrozenSet(StringComparer.Ordinal);
    }

    public FrozenDictionary<EntityKey, BoxRoute> Boxes { get; }

    public FrozenDictionary<string, ImmutableArray<BoxRoute>> ByOwner { get; }

    /// <summary>Pods that still exist: connections to others are closed.</summary>
    public FrozenSet<string> PodUids { get; }

    /// <summary>Ends when there is a newer table.</summary>
    public Task Replaced => _replaced.Task;

    public void Replace() => _replaced.TrySetResult();
}
