using k8s;
using k8s.Models;
using Smartbox.Kubelet.Status;
using KubernetesException = Smartbox.Kubernetes.KubernetesException;

namespace Smartbox.Kubelet.Pods;

/// <summary>Writes a pod's status when it is not what was written last.</summary>
internal sealed class PodStatusWriter(V1Pod first, NodeContext node)
{
    private const string FieldManager = "kubelet";

    private IList<V1PodCondition> _conditions = first.Status?.Conditions ?? [];
    private string? _written;

    public DateTime StartTime { get; } = first.Status?.StartTime ?? node.Now;

    public async Task WriteAsync(V1Pod pod, PodFigure figure, CancellationToken cancellationToken)
    {
        var status = PodStatusBuilder.Build(pod, figure, _conditions, node.Now);
        var json = KubernetesJson.Serialize(status);
        if (json == _written)
        {
            return;
        }

        var meta = pod.Metadata;
        try
        {
            await node.Client.ApplyStatusAsync(
                new V1Pod { Metadata = new V1ObjectMeta { Name = meta.Name, NamespaceProperty = meta.NamespaceProperty, Uid = meta.Uid }, Status = status },
                FieldManager,
                cancellationToken).ConfigureAwait(false);
        }
        // It is gone, or another one has its name: the watch tells.
        catch (KubernetesException e) when (e.IsNotFound || e.IsConflict)
        {
        }

        _conditions = status.Conditions;
        _written = json;
    }
}
