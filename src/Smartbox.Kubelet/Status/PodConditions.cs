using k8s.Models;
using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Status;

/// <summary>The conditions of a pod, with the reasons and messages of a kubelet.</summary>
internal static class PodConditions
{
    /// <remarks>Conditions of others (readiness gates) are not among them and stay with those who write them.</remarks>
    public static List<V1PodCondition> Of(V1Pod pod, PodFigure figure, string phase, IList<V1PodCondition> before, DateTime now)
    {
        var isDone = figure.IsFinal && phase is "Succeeded" or "Failed";
        var containers = Containers(figure, phase, isDone);
        V1PodCondition[] all =
        [
            figure.Sandbox is { } sandbox
                ? Condition("PodReadyToStartContainers", "False", "PodSandboxNotReady", sandbox)
                : Condition("PodReadyToStartContainers", "True"),
            Initialized(figure, phase),
            Ready(pod, containers),
            containers,
            Condition("PodScheduled", "True"),
        ];
        foreach (var condition in all)
        {
            var same = before.FirstOrDefault(c => c.Type == condition.Type && c.Status == condition.Status);
            condition.LastTransitionTime = same?.LastTransitionTime ?? now;
            condition.ObservedGeneration = pod.Metadata.Generation;
        }

        return [.. all];
    }

    private static V1PodCondition Initialized(PodFigure figure, string phase)
    {
        var missing = figure.Slots.Where(s => s.Kind != ContainerKind.Main && !s.HasPassed).Select(s => s.Name).ToList();
        return phase == "Succeeded" ? Condition("Initialized", "True", "PodCompleted")
            : missing.Count == 0 ? Condition("Initialized", "True")
            : Condition("Initialized", "False", "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', missing)}]");
    }

    private static V1PodCondition Containers(PodFigure figure, string phase, bool isDone)
    {
        if (isDone)
        {
            return Condition("ContainersReady", "False", phase == "Succeeded" ? "PodCompleted" : "PodFailed");
        }

        var unready = figure.Slots.Where(s => s.Kind != ContainerKind.Init && !s.IsReady).Select(s => s.Name).ToList();
        return unready.Count == 0
            ? Condition("ContainersReady", "True")
            : Condition("ContainersReady", "False", "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    private static V1PodCondition Ready(V1Pod pod, V1PodCondition containers)
    {
        if (containers.Status != "True")
        {
            return Condition("Ready", "False", containers.Reason, containers.Message);
        }

        var closed = (pod.Spec.ReadinessGates ?? [])
            .Select(g => (g.ConditionType, pod.Status?.Conditions?.FirstOrDefault(c => c.Type == g.ConditionType)))
            .Where(g => g.Item2?.Status != "True")
            .Select(g => g.Item2 is null
                ? $"corresponding condition of pod readiness gate \"{g.ConditionType}\" does not exist."
                : $"the status of pod readiness gate \"{g.ConditionType}\" is not \"True\", but {g.Item2.Status}")
            .ToList();
        return closed.Count == 0 ? Condition("Ready", "True") : Condition("Ready", "False", "ReadinessGatesNotReady", string.Join(", ", closed));
    }

    private static V1PodCondition Condition(string type, string status, string? reason = null, string? message = null) =>
        new() { Type = type, Status = status, Reason = reason, Message = message };
}
