using k8s;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Status;

/// <summary>Decides whether a computed status is worth a write.</summary>
internal static class StatusChange
{
    /// <summary>How long a normal start may go unreported: a box that is ready within it costs two status writes.</summary>
    /// <value>3 s.</value>
    public static TimeSpan QuietStart { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Equal in everything that is shown; times of transition follow from the rest.</summary>
    public static bool IsSame(SmartboxStatus? before, SmartboxStatus next) => before is not null && Canonical(before) == Canonical(next);

    /// <summary>True while a young pod goes through the ordinary steps of a start, which are not reported one by one.</summary>
    /// <returns>How long to wait, or null when the change is to be written now.</returns>
    public static TimeSpan? Wait(SmartboxResource box, Situation situation, SmartboxStatus next)
    {
        if (situation.Pod?.Metadata.CreationTimestamp is not { } created || box.Status?.ObservedGeneration != box.Metadata.Generation
            || box.Status?.Epoch != next.Epoch || situation.Pod.Metadata.DeletionTimestamp is not null)
        {
            return null;
        }

        if (Conditions.Find(box.Status?.Conditions, ConditionTypes.Stalled) is { Status: Conditions.True })
        {
            return null;
        }

        var ready = Conditions.Find(next.Conditions, ConditionTypes.Ready);
        var ordinary = ready?.Reason is Reasons.Starting or Reasons.Restoring or Reasons.Reconciling or Reasons.Unschedulable;
        var left = created.ToUniversalTime() + QuietStart - situation.Now.UtcDateTime;
        return ordinary && left > TimeSpan.Zero ? left : null;
    }

    private static string Canonical(SmartboxStatus status)
    {
        var copy = KubernetesJson.Deserialize<SmartboxStatus>(KubernetesJson.Serialize(status));
        foreach (var condition in copy.Conditions ?? [])
        {
            condition.LastTransitionTime = default;
        }

        copy.Conditions = copy.Conditions?.OrderBy(condition => condition.Type, StringComparer.Ordinal).ToList();
        return KubernetesJson.Serialize(copy);
    }
}
