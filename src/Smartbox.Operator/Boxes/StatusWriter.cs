using k8s;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Writes the status of boxes when it differs, and tells of transitions in Events and the log.</summary>
internal sealed class StatusWriter(IKubernetesClient client, IEventRecorder events, ILogger<StatusWriter> logger)
{
    /// <summary>Writes the status that follows from a situation.</summary>
    /// <returns>When to come again because an ordinary step of a start was left out; null otherwise.</returns>
    /// <remarks>The box gets the new status and resource version.</remarks>
    public async Task<TimeSpan?> WriteAsync(SmartboxResource box, Situation situation, CancellationToken cancellationToken)
    {
        var next = BoxStatus.Compute(box, situation);
        if (StatusChange.IsSame(box.Status, next))
        {
            return null;
        }

        if (StatusChange.Wait(box, situation, next) is { } wait)
        {
            return wait;
        }

        await ApplyAsync(box, next, cancellationToken);
        return null;
    }

    /// <summary>Writes an epoch alone; conditions stay as they are.</summary>
    public async Task RaiseEpochAsync(SmartboxResource box, long epoch, CancellationToken cancellationToken)
    {
        if (box.Status?.Epoch != epoch)
        {
            var next = box.Status is { } status ? KubernetesJson.Deserialize<SmartboxStatus>(KubernetesJson.Serialize(status)) : new SmartboxStatus();
            next.Epoch = epoch;
            await ApplyAsync(box, next, cancellationToken);
        }
    }

    private async Task ApplyAsync(SmartboxResource box, SmartboxStatus next, CancellationToken cancellationToken)
    {
        // UID and resource version: never the status of another box of that name, never one computed from an older box.
        var written = await client.ApplyStatusAsync(
            new SmartboxResource
            {
                Metadata = new()
                {
                    Name = box.Metadata.Name,
                    NamespaceProperty = box.Metadata.NamespaceProperty,
                    Uid = box.Metadata.Uid,
                    ResourceVersion = box.Metadata.ResourceVersion,
                },
                Status = next,
            },
            Names.StatusFieldManager,
            cancellationToken);
        Metrics.StatusWrites.Inc();
        Tell(box, next);
        box.Status = next;
        box.Metadata.ResourceVersion = written.Metadata.ResourceVersion;
    }

    private void Tell(SmartboxResource box, SmartboxStatus next)
    {
        foreach (var condition in next.Conditions ?? [])
        {
            var before = Conditions.Find(box.Status?.Conditions, condition.Type);
            var isSame = before is null ? condition.Status == Conditions.Unknown : before.Status == condition.Status && before.Reason == condition.Reason;
            if (isSame)
            {
                continue;
            }

            Log.ConditionChanged(logger, EntityKey.Of(box), condition.Type, condition.Status, condition.Reason);
            if (Transitions.DeservesEvent(condition))
            {
                events.Record(box, "Warning", condition.Reason, Transitions.Action(condition.Type), condition.Message);
            }
        }
    }
}
