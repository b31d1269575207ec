using System.Threading.Channels;
using k8s.Models;
using Smartbox.Kubelet.Pods;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Nodes;

/// <summary>Gives this node to the pods that have none: where there is one node, that is all a scheduler does. A pod whose claim is missing waits for it.</summary>
internal sealed class PodBinder(
    NodeContext node, ISubresourceClient bindings, IEntityCache<V1Pod> pods, IEntityCache<V1PersistentVolumeClaim> claims) : IAsyncDisposable
{
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Pods or claims have changed.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            var isDone = true;
            var waiting = pods.List().Where(p => string.IsNullOrEmpty(p.Spec.NodeName)).ToList();

            // The watch shows a binding a moment after it was made.
            _bound.IntersectWith(waiting.Select(p => p.Metadata.Uid));
            foreach (var pod in waiting.Where(p => p.Metadata.DeletionTimestamp is null && !_bound.Contains(p.Metadata.Uid)))
            {
                isDone &= await TryBindAsync(pod).ConfigureAwait(false);
            }

            using var retry = isDone ? null : node.Time.CreateTimer(_ => Wake(), null, node.Options.RetryInterval, Timeout.InfiniteTimeSpan);
            await _wakes.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryBindAsync(V1Pod pod)
    {
        try
        {
            var meta = pod.Metadata;
            if (PodReference.Of(pod.Spec).FirstOrDefault(r => r.Kind == V1PersistentVolumeClaim.KubeKind && claims.Get(meta.NamespaceProperty, r.Name) is null)
                is { Name: { } missing })
            {
                await RefuseAsync(pod, $"0/1 nodes are available: persistentvolumeclaim \"{missing}\" not found.").ConfigureAwait(false);
                return true;
            }

            await bindings.CreateAsync<V1Pod, V1Binding>(
                meta.NamespaceProperty,
                meta.Name,
                "binding",
                new V1Binding
                {
                    ApiVersion = "v1",
                    Kind = V1Binding.KubeKind,
                    Metadata = new V1ObjectMeta { Name = meta.Name, NamespaceProperty = meta.NamespaceProperty, Uid = meta.Uid },
                    Target = new V1ObjectReference { ApiVersion = "v1", Kind = V1Node.KubeKind, Name = node.Facts.Name },
                },
                _stop.Token).ConfigureAwait(false);
            _bound.Add(meta.Uid);
            node.Events.Record(pod, "Normal", "Scheduled", "Binding", $"Successfully assigned {meta.NamespaceProperty}/{meta.Name} to {node.Facts.Name}");
            return true;
        }
        // It went, or somebody else has bound it: the watch tells.
        catch (KubernetesException e) when (e.IsNotFound || e.IsConflict)
        {
            return true;
        }
        catch (KubernetesException e)
        {
            Pods.Log.BindFailed(node.Logger, EntityKey.Of(pod), e.Message);
            return false;
        }
    }

    private async Task RefuseAsync(V1Pod pod, string why)
    {
        var before = pod.Status?.Conditions?.FirstOrDefault(c => c.Type == "PodScheduled");
        if (before is { Status: "False" } && before.Message == why)
        {
            return;
        }

        await node.Client.ApplyStatusAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = pod.Metadata.Name, NamespaceProperty = pod.Metadata.NamespaceProperty, Uid = pod.Metadata.Uid },
                Status = new V1PodStatus
                {
                    Conditions =
                    [
                        new V1PodCondition
                        {
                            Type = "PodScheduled",
                            Status = "False",
                            Reason = "Unschedulable",
                            Message = why,
                            LastTransitionTime = before?.LastTransitionTime ?? node.Now,
                            ObservedGeneration = pod.Metadata.Generation,
                        },
                    ],
                },
            },
            "kube-scheduler",
            _stop.Token).ConfigureAwait(false);
        node.Events.Record(pod, "Warning", "FailedScheduling", "Scheduling", why);
    }
}
