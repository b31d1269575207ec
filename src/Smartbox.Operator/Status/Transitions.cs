using k8s.Models;
using Smartbox.Api;

namespace Smartbox.Operator.Status;

/// <summary>Which transitions are told in Events: those that somebody may have to act on. A normal start writes none.</summary>
internal static class Transitions
{
    private static readonly HashSet<string> s_ordinary = new(StringComparer.Ordinal)
    {
        Reasons.Reconciling, Reasons.Starting, Reasons.Restoring, Reasons.Stopping, Reasons.Deleting, Reasons.Off, Reasons.VolumePending, Reasons.NeverBackedUp,
        Reasons.PodDeleted,
    };

    public static bool DeservesEvent(V1Condition condition) => condition.Type switch
    {
        // A stalled box says the same in Ready; once is enough.
        ConditionTypes.Stalled => condition.Status == Conditions.True,
        ConditionTypes.Ready => condition.Status == Conditions.False && !s_ordinary.Contains(condition.Reason) && !IsPersons(condition.Reason),
        ConditionTypes.Reconciling => condition is { Status: Conditions.True, Reason: Reasons.FinalSnapshotPending },
        ConditionTypes.BackupCurrent => condition.Status == Conditions.False && !s_ordinary.Contains(condition.Reason),
        _ => false,
    };

    public static string Action(string conditionType) => conditionType == ConditionTypes.BackupCurrent ? "BackingUp" : "Running";

    private static bool IsPersons(string reason) => reason is Reasons.NameTaken or Reasons.TierNotFound or Reasons.TypeNotFound or Reasons.StoreNotFound
        or Reasons.CredentialMissing or Reasons.KeysMissing or Reasons.InvalidSpec or Reasons.ForeignState or Reasons.StateMissing;
}
