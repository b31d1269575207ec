using k8s.Models;
using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Status;

/// <summary>The whole status of a pod.</summary>
internal static class PodStatusBuilder
{
    /// <param name="pod">The pod.</param>
    /// <param name="figure">What it is made of.</param>
    /// <param name="before">The conditions that were written last.</param>
    /// <param name="now">Now.</param>
    public static V1PodStatus Build(V1Pod pod, PodFigure figure, IList<V1PodCondition> before, DateTime now)
    {
        var phase = figure.Reason is not null ? "Failed" : PodPhase.Of(figure.Slots, pod.Spec.RestartPolicy ?? "Always", figure.IsFinal);
        return new V1PodStatus
        {
            Phase = phase,
            Reason = figure.Reason,
            Message = figure.Message,
            ObservedGeneration = pod.Metadata.Generation,
            StartTime = figure.StartTime,
            HostIP = figure.HostAddress,
            HostIPs = [new V1HostIP { Ip = figure.HostAddress }],
            PodIP = figure.Address,
            PodIPs = figure.Address is { } address ? [new V1PodIP { Ip = address }] : null,
            QosClass = QosClass.Of(pod.Spec),
            Conditions = PodConditions.Of(pod, figure, phase, before, now),
            InitContainerStatuses = Statuses(figure.Slots.Where(s => s.Kind != ContainerKind.Main)),
            ContainerStatuses = Statuses(figure.Slots.Where(s => s.Kind == ContainerKind.Main).OrderBy(s => s.Name, StringComparer.Ordinal)),
        };
    }

    private static List<V1ContainerStatus>? Statuses(IEnumerable<ContainerSlot> slots) =>
        slots.Select(ContainerStatuses.Of).ToList() is { Count: > 0 } list ? list : null;
}
