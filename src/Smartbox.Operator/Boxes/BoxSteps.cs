using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>Decides what to do for a box that is to exist, and does it. Reads as the list of cases, the most urgent first.</summary>
internal sealed class BoxSteps(
    BoxView view, References references, BoxChildren children, BoxSecrets secrets, PodStarter starter, PodStop stop, PodRemoval removal,
    StatusWriter status, IKubernetesClient client, ChildWriter writer, TimeProvider time, ILogger<BoxSteps> logger)
{
    /// <value>5 min, and up to as much again by chance at first.</value>
    private static readonly TimeSpan s_credentialCheck = TimeSpan.FromMinutes(5);

    public async Task<Step> AdvanceAsync(SmartboxResource box, BoxMemory memory, CancellationToken cancellationToken)
    {
        var pod = view.Pod(box);
        var claim = view.Claim(box);
        if (pod is not null && !pod.IsOwnedBy(box))
        {
            return Step.Blocked(ChildWriter.NameTaken(pod));
        }

        if (claim is not null && box.HasVolume() && !claim.IsOwnedBy(box))
        {
            return Step.Blocked(ChildWriter.NameTaken(claim));
        }

        if (pod is null)
        {
            memory.Poll.Forget();
            return await WithoutPodAsync(box, memory, claim, cancellationToken);
        }

        memory.Backoff.Observe(pod);
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            var doing = memory.Backoff.HasCounted(pod) ? LastFailure(box) : (Reasons.PodDeleted, "The pod was deleted; the next one starts when it is gone.");
            return new Step { Doing = doing, RequeueAfter = await removal.WaitAsync(box, pod, cancellationToken) };
        }

        if (pod.HasFailed())
        {
            return await ReplaceAsync(box, memory, pod, cancellationToken);
        }

        if (pod.UsesClaim() && await LosesClaimAsync(box, claim, cancellationToken))
        {
            await removal.DeleteAsync(box, pod, "its volume claim is being deleted", cancellationToken);
            return Step.Wait(Reasons.Stopping, "The volume claim was deleted: the pod ends, and its successor restores the state onto a new one.");
        }

        return box.IsOff()
            ? await stop.AdvanceAsync(box, memory, pod, "the box is switched off", cancellationToken)
            : await WithPodAsync(box, memory, pod, cancellationToken);
    }

    private async Task<Step> WithoutPodAsync(SmartboxResource box, BoxMemory memory, V1PersistentVolumeClaim? claim, CancellationToken cancellationToken)
    {
        if (claim?.Metadata.DeletionTimestamp is not null && box.HasVolume())
        {
            return Step.Wait(Reasons.VolumePending, $"Volume claim {claim.Metadata.Name} is being deleted; a new one is made when it is gone.");
        }

        if (box.IsOff())
        {
            return Step.Wait(Reasons.Off, "The box is switched off; volume, keys and backup are kept.");
        }

        var (plan, problem) = references.Resolve(box);
        if (plan is null || problem is not null)
        {
            return Step.Blocked(problem!);
        }

        if (memory.Backoff.Remaining is var left && left > TimeSpan.Zero)
        {
            return new Step { Doing = LastFailure(box), RequeueAfter = left };
        }

        return await starter.StartAsync(plan, memory, view.Situation(box, memory, Step.Rest()), cancellationToken);
    }

    private async Task<Step> WithPodAsync(SmartboxResource box, BoxMemory memory, V1Pod pod, CancellationToken cancellationToken)
    {
        var (plan, problem) = references.Resolve(box);
        if (plan is null)
        {
            return Step.Blocked(problem!, await PollAsync(box, memory, pod, cancellationToken));
        }

        await children.RepairAsync(plan, cancellationToken);
        await RefreshStoreKeysAsync(plan, memory, cancellationToken);
        if (problem is null && box.UpdatesImmediately() && pod.Annotation(Labels.TemplateHash) != TemplateHash.Of(plan))
        {
            return await stop.AdvanceAsync(box, memory, pod, "it is started again with its new template", cancellationToken);
        }

        var poll = await PollAsync(box, memory, pod, cancellationToken);
        return problem is null ? Step.Rest(poll) : Step.Blocked(problem, poll);
    }

    /// <summary>Counts first and deletes then, so that no failure is lost between the two; counting it twice changes nothing.</summary>
    private async Task<Step> ReplaceAsync(SmartboxResource box, BoxMemory memory, V1Pod pod, CancellationToken cancellationToken)
    {
        var verdict = PodVerdict.Of(pod);
        if (!memory.Backoff.HasCounted(pod))
        {
            memory.Backoff.Failed(pod);
            Metrics.PodFailures.WithLabels(verdict.Reason).Inc();
            Log.PodFailed(logger, EntityKey.Of(box), pod.Metadata.Uid, verdict.Reason, verdict.Message);
        }

        await status.WriteAsync(box, view.Situation(box, memory, Step.Rest()), cancellationToken);
        await removal.DeleteAsync(box, pod, "it failed", cancellationToken);
        return Step.Wait(verdict.Reason, verdict.Message, memory.Backoff.Remaining);
    }

    /// <summary>True when the claim of a running pod is on its way out or gone. A claim that only lost its labels gets them back.</summary>
    private async Task<bool> LosesClaimAsync(SmartboxResource box, V1PersistentVolumeClaim? claim, CancellationToken cancellationToken)
    {
        if (claim is not null)
        {
            return claim.Metadata.DeletionTimestamp is not null;
        }

        var live = await client.GetAsync<V1PersistentVolumeClaim>(box.Metadata.NamespaceProperty, Names.StateClaim(box.Metadata.Name), cancellationToken);
        if (live is null || live.Metadata.DeletionTimestamp is not null)
        {
            return true;
        }

        if (references.Resolve(box).Plan is { } plan && live.IsOwnedBy(box))
        {
            await writer.EnsureAsync(StateClaim.Build(plan, ""), live, _ => true, _ => true, cancellationToken);
        }

        return false;
    }

    private async Task RefreshStoreKeysAsync(BoxPlan plan, BoxMemory memory, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < memory.NextCredentialCheck)
        {
            return;
        }

        memory.NextCredentialCheck = time.GetUtcNow() + s_credentialCheck;
        await children.EnsureStoreKeysAsync(plan, await secrets.ReadStoreKeysAsync(plan, cancellationToken), isNew: false, cancellationToken);
    }

    /// <summary>Asks the backup container when it is time, and never before the box's readiness is in its status.</summary>
    private async Task<TimeSpan?> PollAsync(SmartboxResource box, BoxMemory memory, V1Pod pod, CancellationToken cancellationToken)
    {
        if (BackupTarget.Of(box, pod) is not { } target)
        {
            return null;
        }

        var age = time.GetUtcNow().UtcDateTime - (pod.Metadata.CreationTimestamp?.ToUniversalTime() ?? time.GetUtcNow().UtcDateTime);
        var next = await memory.Poll.VisitAsync(pod.Metadata.Uid, target, isYoung: age < TimeSpan.FromMinutes(1), cancellationToken);
        if (memory.Poll.Report is { } report && BackupJudgement.TurnsStaleAt(box, report) is { } stale && stale > time.GetUtcNow()
            && stale - time.GetUtcNow() < next)
        {
            return stale - time.GetUtcNow();
        }

        return next > TimeSpan.Zero ? next : TimeSpan.FromMilliseconds(1);
    }

    private static (string Reason, string Message) LastFailure(SmartboxResource box) =>
        Conditions.Find(box.Status?.Conditions, ConditionTypes.Ready) is { Status: Conditions.False } before
            ? (before.Reason, before.Message)
            : (Reasons.PodFailed, "The pod failed and is replaced.");
}
