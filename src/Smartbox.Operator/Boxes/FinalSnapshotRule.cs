using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Backup;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>
/// What the deletion of a box asks of its last snapshot. With a running backup container the snapshot is made. Without a pod, what was last known counts:
/// nothing pending, nothing ever kept, a retained volume or no volume at all need no snapshot; only a volume that is to be deleted with changes that may be
/// nowhere else holds the box.
/// </summary>
internal static class FinalSnapshotRule
{
    public enum Verdict
    {
        NotNeeded,
        Take,
        WaitForPod,
        Hold,
    }

    public static (Verdict Verdict, string Why) Decide(SmartboxResource box, V1Pod? pod)
    {
        if (box.Status?.Epoch is null or 0)
        {
            return (Verdict.NotNeeded, "The box never had a pod.");
        }

        if (pod is not null && pod.Metadata.DeletionTimestamp is not null)
        {
            return (Verdict.WaitForPod, "The pod is ending, with a snapshot of its own.");
        }

        if (pod is not null && pod.IsRestored())
        {
            return BackupTarget.Of(box, pod) is not null
                ? (Verdict.Take, "The last snapshot is being made.")
                : pod.HasFailed() ? WithoutPod(box) : (Verdict.Hold, "the backup container is not running");
        }

        return WithoutPod(box);
    }

    private static (Verdict Verdict, string Why) WithoutPod(SmartboxResource box)
    {
        if (!box.HasVolume())
        {
            return (Verdict.NotNeeded, "The state is in the bucket only.");
        }

        if (box.Retains())
        {
            return (Verdict.NotNeeded, "The volume is kept.");
        }

        var hadState = box.WasBackedUp() || Conditions.Find(box.Status?.Conditions, ConditionTypes.StateReady)?.Status == Conditions.True;
        return !hadState || box.Status?.Backup?.State == nameof(BackupState.Current)
            ? (Verdict.NotNeeded, "Nothing waits for a snapshot.")
            : (Verdict.Hold, "no pod runs that could make it, and changes may be on the volume alone (spec.state.deletionPolicy: Retain would keep it)");
    }
}
