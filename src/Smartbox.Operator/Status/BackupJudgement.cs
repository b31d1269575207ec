using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;

namespace Smartbox.Operator.Status;

/// <summary>Whether the newest change is in the bucket within the promised time, by the operator's own clock.</summary>
internal static class BackupJudgement
{
    /// <summary>What a snapshot may take on top of the interval.</summary>
    /// <value>2 min.</value>
    public static TimeSpan Allowance { get; } = TimeSpan.FromMinutes(2);

    public static (string Status, string Reason, string Message) Judge(SmartboxResource box, Situation situation)
    {
        if (situation.Unreachable is { } why)
        {
            return (Conditions.Unknown, Reasons.SidecarUnreachable, $"The backup container does not answer: {why}");
        }

        return situation.Report is { } report ? Judge(box, report, situation) : Known(box);
    }

    /// <summary>When the judgement of this report changes by the passing of time alone.</summary>
    public static DateTimeOffset? TurnsStaleAt(SmartboxResource box, BackupReport report) =>
        report.OldestPendingChange is { } oldest ? oldest + box.BackupInterval() + Allowance : null;

    private static (string Status, string Reason, string Message) Judge(SmartboxResource box, BackupReport report, Situation situation)
    {
        var limit = box.BackupInterval() + Allowance;
        if (report.State == BackupState.Held)
        {
            return (Conditions.False, Reasons.SnapshotHeld, report.Error ?? "A snapshot is held because the state shrank suddenly.");
        }

        if (report.State == BackupState.Failing)
        {
            return (Conditions.False, Reasons.BackupFailing, report.Error ?? "The last snapshot failed; it is tried again.");
        }

        if (TurnsStaleAt(box, report) is { } stale && stale <= situation.Now)
        {
            return (Conditions.False, Reasons.BackupStale, $"A change has waited for its snapshot for longer than {Minutes(limit)}.");
        }

        if (report.LastSnapshot is null)
        {
            return situation.Pod?.ReadySince() is { } since && situation.Now - since > limit
                ? (Conditions.False, Reasons.NeverBackedUp, $"The box has run for longer than {Minutes(limit)} without a first snapshot.")
                : (Conditions.Unknown, Reasons.NeverBackedUp, "The first snapshot is still to come.");
        }

        return report.IsSettled
            ? (Conditions.True, Reasons.Current, "Everything is in the bucket.")
            : (Conditions.True, Reasons.ChangesPending, "Changes wait for the next snapshot, within the promised time.");
    }

    /// <summary>Nobody to ask: what was last known stays, since a pod that is gone changes nothing any more.</summary>
    private static (string Status, string Reason, string Message) Known(SmartboxResource box) =>
        Conditions.Find(box.Status?.Conditions, ConditionTypes.BackupCurrent) is { } before
            ? (before.Status, before.Reason, before.Message)
            : (Conditions.Unknown, Reasons.NeverBackedUp, "The first snapshot is still to come.");

    private static string Minutes(TimeSpan time) => $"{time.TotalMinutes:0.#} min";
}
