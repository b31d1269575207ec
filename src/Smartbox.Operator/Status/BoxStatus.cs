using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Desired;

namespace Smartbox.Operator.Status;

/// <summary>The status of a box: a function of the box and of what one visit found.</summary>
internal static class BoxStatus
{
    public static SmartboxStatus Compute(SmartboxResource box, Situation situation)
    {
        var before = box.Status;
        var verdict = situation.Pod is { } pod ? PodVerdict.Of(pod) : null;
        return new SmartboxStatus
        {
            ObservedGeneration = box.Metadata.Generation,
            Epoch = situation.Epoch > 0 ? situation.Epoch : null,
            Tier = situation.Pod?.Label(Labels.Tier),
            Pod = situation.Pod?.Summary(),
            Backup = Backup(before?.Backup, situation),
            Restarts = Math.Max(before?.Restarts ?? 0, situation.Pod?.Restarts() ?? 0),
            LastTermination = situation.Pod?.LastTermination() ?? before?.LastTermination,
            Conditions =
            [
                Condition(ConditionTypes.Ready, Ready(situation, verdict)),
                Condition(ConditionTypes.Reconciling, Reconciling(box, situation, verdict)),
                Condition(ConditionTypes.Stalled, Stalled(situation, verdict)),
                Condition(ConditionTypes.StateReady, StateReady(box, situation, verdict)),
                Condition(ConditionTypes.BackupCurrent, BackupJudgement.Judge(box, situation)),
                Condition(ConditionTypes.UpToDate, UpToDate(situation)),
            ],
        };

        V1Condition Condition(string type, (string Status, string Reason, string Message) value) =>
            Conditions.Next(before?.Conditions, box.Metadata.Generation, situation.Now, type, value.Status, value.Reason, value.Message);
    }

    private static (string Status, string Reason, string Message) Ready(Situation situation, PodVerdict? verdict)
    {
        if (verdict is { IsReady: true })
        {
            return (Conditions.True, verdict.Reason, verdict.Message);
        }

        if (situation.Problem is { } problem)
        {
            return (Conditions.False, problem.Reason, problem.Message);
        }

        if (verdict is { IsTrouble: true })
        {
            return (Conditions.False, verdict.Reason, verdict.Message);
        }

        if (situation.Step is { } step)
        {
            return (Conditions.False, step.Reason, step.Message);
        }

        return verdict is not null
            ? (Conditions.False, verdict.Reason, verdict.Message)
            : (Conditions.False, Reasons.Reconciling, "The pod is about to be made.");
    }

    private static (string Status, string Reason, string Message) Reconciling(SmartboxResource box, Situation situation, PodVerdict? verdict)
    {
        if (situation.Step is { } step && step.Reason != Reasons.Off)
        {
            return (Conditions.True, step.Reason, step.Message);
        }

        var atRest = situation.Problem is not null || verdict is { IsReady: true } or { NeedsPerson: true } || (box.IsOff() && situation.Pod is null);
        return atRest
            ? (Conditions.False, Reasons.AsSpecified, "No work is under way.")
            : (Conditions.True, verdict?.Reason ?? Reasons.Reconciling, verdict?.Message ?? "The pod is about to be made.");
    }

    private static (string Status, string Reason, string Message) Stalled(Situation situation, PodVerdict? verdict)
    {
        if (situation.Problem is { NeedsPerson: true } problem)
        {
            return (Conditions.True, problem.Reason, problem.Message);
        }

        return verdict is { NeedsPerson: true }
            ? (Conditions.True, verdict.Reason, verdict.Message)
            : (Conditions.False, Reasons.AsSpecified, "Nobody needs to act.");
    }

    private static (string Status, string Reason, string Message) StateReady(SmartboxResource box, Situation situation, PodVerdict? verdict)
    {
        if (box.HasVolume() && situation.Claim?.Status?.Phase != "Bound")
        {
            return situation.Claim is null
                ? (Conditions.False, Reasons.VolumePending, "The volume claim is still to be made.")
                : (Conditions.False, Reasons.VolumePending, $"Volume claim {situation.Claim.Metadata.Name} is not bound yet.");
        }

        if (situation.Pod is null)
        {
            // Nothing changes a state that no pod uses.
            return Conditions.Find(box.Status?.Conditions, ConditionTypes.StateReady) is { Status: Conditions.True } before
                ? (before.Status, before.Reason, before.Message)
                : (Conditions.Unknown, Reasons.Unknown, "Known when the next pod has started.");
        }

        if (situation.Pod.IsRestored())
        {
            return box.HasVolume()
                ? (Conditions.True, Reasons.VolumeBound, "The volume holds the state of this box.")
                : (Conditions.True, Reasons.Restored, "The state was restored from the bucket.");
        }

        return verdict is { IsTrouble: true }
            ? (Conditions.False, verdict.Reason, verdict.Message)
            : (Conditions.Unknown, Reasons.Restoring, "The state is being restored or checked.");
    }

    private static (string Status, string Reason, string Message) UpToDate(Situation situation)
    {
        if (situation.Pod is null || situation.TemplateHash is null)
        {
            return (Conditions.Unknown, Reasons.Unknown, situation.Pod is null ? "No pod runs." : "Tier, type or store is missing.");
        }

        return situation.Pod.Annotation(Labels.TemplateHash) == situation.TemplateHash
            ? (Conditions.True, Reasons.AsSpecified, "The pod is what the spec asks for.")
            : (Conditions.False, Reasons.UpdatePending, "Tier, type or spec have changed; the running pod keeps its template until the next restart.");
    }

    private static BackupStatus? Backup(BackupStatus? before, Situation situation)
    {
        if (situation.Report is not { } report)
        {
            return before;
        }

        return new BackupStatus
        {
            State = report.State.ToString(),
            LastSnapshot = report.LastSnapshot is { } snapshot
                ? new SnapshotStatus { Id = snapshot.Id, Time = WholeSeconds(snapshot.Time), Bytes = snapshot.Bytes, Files = snapshot.Files }
                : before?.LastSnapshot,
            FirstRecoverable = WholeSeconds(report.FirstRecoverable) ?? before?.FirstRecoverable,
        };
    }

    private static DateTime? WholeSeconds(DateTimeOffset? time) =>
        time is { } value ? DateTimeOffset.FromUnixTimeSeconds(value.ToUnixTimeSeconds()).UtcDateTime : null;
}
