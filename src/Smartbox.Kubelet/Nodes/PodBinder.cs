using k8s.Models;
using Smartbox.Kubelet.Pods;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Nodes;

/// <summary>Gives this node to the pods that have none: where there is one node, that is all a scheduler does. A pod whose claim is missing waits for it.</summary>
internal sealed class PodBinder : IAsyncDisposable
{
    private readonly NodeContext _node;
    private readonly ISubresourceClient _bindings;
    private readonly IEntityCache<V1Pod> _pods;
    private readonly IEntityCache<V1PersistentVolumeClaim> _claims;
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private readonly WakeLoop _loop;

    public PodBinder(NodeContext node, ISubresourceClient bindings, IEntityCache<V1Pod> pods, IEntityCache<V1PersistentVolumeClaim> claims)
    {
        _node = node;
        _bindings = bindings;
        _pods = pods;
        _claims = claims;
        _loop = new WakeLoop(node.Time, node.Options.RetryInterval, BindAllAsync);
    }

    public void Start() => _loop.Start();

    /// <summary>Pods or claims have changed.</summary>
    public void Wake() => _loop.Wake();

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task<bool> BindAllAsync(CancellationToken cancellationToken)
    {
        var isDone = true;
        var waiting = _pods.List().Where(p => string.IsNullOrEmpty(p.Spec.NodeName)).ToList();

        // The watch shows a binding a moment after it was made.
        _bound.IntersectWith(waiting.Select(p => p.Metadata.Uid));
        foreach (var pod in waiting.Where(p => p.Metadata.DeletionTimestamp is null && !_bound.Contains(p.Metadata.Uid)))
        {
            isDone &= await TryBindAsync(pod, cancellationToken).ConfigureAwait(false);
        }

        return isDone;
    }

    private async Task<bool> TryBindAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            var meta = pod.Metadata;
            if (PodReference.Of(pod.Spec).FirstOrDefault(r => r.Kind == V1PersistentVolumeClaim.KubeKind && _claims.Get(meta.NamespaceProperty, r.Name) is null)
                is { Name: { } missing })
            {
                await RefuseAsync(pod, $"0/1 nodes are available: persistentvolumeclaim \"{missing}\" not found.", cancellationToken).ConfigureAwait(false);
                return true;
            }

            await _bindings.CreateAsync<V1Pod, V1Binding>(
                meta.NamespaceProperty,
                meta.Name,
                "binding",
                new V1Binding
                {
                    ApiVersion = "v1",
                    Kind = V1Binding.KubeKind,
                    Metadata = new V1ObjectMeta { Name = meta.Name, NamespaceProperty = meta.NamespaceProperty, Uid = meta.Uid },
                    Target = new V1ObjectReference { ApiVersion = "v1", Kind = V1Node.KubeKind, Name = _node.Facts.Name },
                },
                cancellationToken).ConfigureAwait(false);
            _bound.Add(meta.Uid);
            _node.Events.Record(pod, "Normal", "Scheduled", "Binding", $"Successfully assigned {meta.NamespaceProperty}/{meta.Name} to {_node.Facts.Name}");
            return true;
        }
        // It went, or somebody else has bound it: the watch tells.
        catch (KubernetesException e) when (e.IsNotFound || e.IsConflict)
        {
            return true;
        }
        catch (KubernetesException e)
        {
            Pods.Log.BindFailed(_node.Logger, EntityKey.Of(pod), e.Message);
            return false;
        }
    }

    private async Task RefuseAsync(V1Pod pod, string why, CancellationToken cancellationToken)
    {
        var before = pod.Status?.Conditions?.FirstOrDefault(c => c.Type == "PodScheduled");
        if (before is { Status: "False" } && before.Message == why)
        {
            return;
        }

        await _node.Client.ApplyStatusAsync(
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
                            LastTransitionTime = before?.LastTransitionTime ?? _node.Now,
                            ObservedGeneration = pod.Metadata.Generation,
                        },
                    ],
                },
            },
            "kube-scheduler",
            cancellationToken).ConfigureAwait(false);
        _node.Events.Record(pod, "Warning", "FailedScheduling", "Scheduling", why);
    }
}
