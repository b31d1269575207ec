using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Deletes a box: last snapshot, then the pod, then what the deletion policy does not keep. Everything in the bucket stays.</summary>
internal sealed class FinalSnapshotFinalizer(
    BoxView view, BoxMemories memories, PodRemoval removal, StatusWriter status, IKubernetesClient client, IEventRecorder events,
    BackupOptions options, TimeProvider time, ILogger<FinalSnapshotFinalizer> logger) : IEntityFinalizer<SmartboxResource>
{
    /// <summary>After this the box needs a person; it is held, and tried again, for as long as it takes.</summary>
    /// <value>10 min.</value>
    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(10);

    public async Task<ReconciliationResult<SmartboxResource>> FinalizeAsync(SmartboxResource entity, CancellationToken cancellationToken)
    {
        var memory = memories.Of(entity);
        var pod = view.OwnPod(entity);
        if (await LastSnapshotAsync(entity, memory, pod, cancellationToken) is { } step)
        {
            await status.WriteAsync(entity, view.Situation(entity, memory, step), cancellationToken);
            return ReconciliationResult<SmartboxResource>.Success(entity, step.RequeueAfter);
        }

        if (pod is not null)
        {
            // Status first: it then says that everything is in the bucket, which a successor of this operator needs to know.
            await status.WriteAsync(
                entity, view.Situation(entity, memory, Step.Wait(Reasons.Deleting, "The box is deleted when its pod is gone.")), cancellationToken);
            return ReconciliationResult<SmartboxResource>.Success(entity, await EndAsync(entity, pod, cancellationToken));
        }

        if (!entity.Retains())
        {
            await Task.WhenAll(
                DeleteAsync(entity, view.Claim(entity), cancellationToken),
                DeleteAsync(
                    entity,
                    await client.GetAsync<V1Secret>(entity.Metadata.NamespaceProperty, Names.Keys(entity.Metadata.Name), cancellationToken),
                    cancellationToken));
        }

        Log.Finalized(logger, EntityKey.Of(entity), entity.Retains() ? "its volume, its keys and its bucket prefix are kept" : "its bucket prefix is kept");
        return ReconciliationResult<SmartboxResource>.Success(entity);
    }

    /// <returns>What to wait for; null when the box may go.</returns>
    private async Task<Step?> LastSnapshotAsync(SmartboxResource box, BoxMemory memory, V1Pod? pod, CancellationToken cancellationToken)
    {
        var (verdict, why) = FinalSnapshotRule.Decide(box, pod);
        if (verdict is FinalSnapshotRule.Verdict.NotNeeded or FinalSnapshotRule.Verdict.WaitForPod)
        {
            return null;
        }

        if (box.SkipsFinalSnapshot())
        {
            events.Record(box, "Warning", "FinalSnapshotSkipped", "Deleting", $"Deleted without a last snapshot, as annotation {Labels.SkipFinalSnapshot} asks.");
            return null;
        }

        if (verdict == FinalSnapshotRule.Verdict.Hold)
        {
            return Hold(box, why);
        }

        var result = await memory.LastSnapshot.TakeAsync(pod!.Metadata.Uid, BackupTarget.Of(box, pod)!, "delete", cancellationToken);
        if (result.Report is { } report)
        {
            memory.Poll.Accept(pod.Metadata.Uid, report.AsLast());
            return null;
        }

        if (result.IsRunning)
        {
            return Step.Wait(Reasons.Deleting, why, options.Patience);
        }

        Log.LastSnapshotFailed(logger, EntityKey.Of(box), result.Error!);
        return Hold(box, result.Error!);
    }

    private Step Hold(SmartboxResource box, string why)
    {
        var deadline = box.Metadata.DeletionTimestamp!.Value.ToUniversalTime() + Deadline;
        var message = $"The box is held until its last snapshot succeeds: {why}. It is tried again; after {deadline:yyyy-MM-ddTHH:mm:ssZ} it needs you. "
            + $"To delete without it: kubectl annotate smartbox {box.Metadata.Name} {Labels.SkipFinalSnapshot}=true";
        return time.GetUtcNow().UtcDateTime < deadline
            ? Step.Wait(Reasons.FinalSnapshotPending, message, options.SnapshotRetry)
            : Step.Blocked(new Problem(Reasons.FinalSnapshotPending, message), options.SnapshotRetry);
    }

    private async Task<TimeSpan> EndAsync(SmartboxResource box, V1Pod pod, CancellationToken cancellationToken)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            return await removal.WaitAsync(box, pod, cancellationToken);
        }

        await removal.DeleteAsync(box, pod, "the box is deleted", cancellationToken);
        return TimeSpan.FromSeconds(BoxPod.TerminationGracePeriodSeconds) + PodRemoval.Overtime;
    }

    private async Task DeleteAsync<T>(SmartboxResource box, T? child, CancellationToken cancellationToken)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta>, new()
    {
        if (child is not null && child.IsOwnedBy(box) && child.Metadata.DeletionTimestamp is null)
        {
            await client.DeleteAsync<T>(child.Metadata.NamespaceProperty, child.Metadata.Name, child.Metadata.Uid, null, cancellationToken);
        }
    }
}
