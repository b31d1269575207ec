using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Operator.Boxes;

/// <summary>Deletes pods, and does not wait for ever for those whose node is gone.</summary>
internal sealed class PodRemoval(IKubernetesClient client, IEventRecorder events, TimeProvider time, ILogger<PodRemoval> logger)
{
    /// <summary>What a pod may take beyond its grace period before its node is looked at.</summary>
    /// <value>60 s.</value>
    public static TimeSpan Overtime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Deletes this very pod; one that has gone in the meantime is no error.</summary>
    public async Task DeleteAsync(SmartboxResource box, V1Pod pod, string why, CancellationToken cancellationToken)
    {
        if (await TryDeleteAsync(pod, gracePeriodSeconds: null, cancellationToken))
        {
            Log.PodDeleted(logger, EntityKey.Of(box), pod.Metadata.Uid, why);
        }
    }

    /// <summary>Waits for a pod that is being deleted.</summary>
    /// <returns>When to look again; its end is told by the watch.</returns>
    public async Task<TimeSpan> WaitAsync(SmartboxResource box, V1Pod pod, CancellationToken cancellationToken)
    {
        // The timestamp is the end of the grace period.
        var left = pod.Metadata.DeletionTimestamp!.Value.ToUniversalTime() + Overtime - time.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        if (pod.Spec?.NodeName is { } node && await IsGoneAsync(node, cancellationToken)
            && await TryDeleteAsync(pod, gracePeriodSeconds: 0, cancellationToken))
        {
            Log.NodeLost(logger, EntityKey.Of(box), node, pod.Metadata.Uid);
            events.Record(box, "Warning", Reasons.NodeLost, "Replacing", $"Node {node} is gone: its pod was deleted without its consent, and a newer epoch fences it.");
        }

        return Overtime;
    }

    private async Task<bool> TryDeleteAsync(V1Pod pod, long? gracePeriodSeconds, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync<V1Pod>(pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid, gracePeriodSeconds, cancellationToken);
            return true;
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // Another pod has that name by now.
            return false;
        }
    }

    /// <summary>True for a node that does not exist or has not been heard of; false for one that is well, and when it may not be read.</summary>
    private async Task<bool> IsGoneAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var node = await client.GetAsync<V1Node>(null, name, cancellationToken);
            return node is null || node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready") is { Status: not "True" };
        }
        catch (KubernetesException e) when (e.StatusCode == 403)
        {
            Log.NodeUnreadable(logger, name, e.Message);
            return false;
        }
    }
}
