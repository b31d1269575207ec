using k8s.Models;
using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Status;

/// <summary>The status of single containers.</summary>
internal static class ContainerStatuses
{
    public static V1ContainerStatus Of(ContainerSlot slot) => new()
    {
        Name = slot.Name,
        Image = slot.Spec.Image,
        ImageID = slot.ImageId ?? "",
        ContainerID = slot.ContainerId,
        State = slot.State,
        LastState = new V1ContainerState { Terminated = slot.Last },
        Ready = slot.IsReady,
        Started = slot.IsStarted,
        RestartCount = slot.RestartCount,
        Resources = slot.ContainerId is null || slot.Spec.Resources is not { } resources
            ? null
            : new V1ResourceRequirements { Limits = resources.Limits, Requests = resources.Requests },
    };

    /// <summary>Takes up what the status says from before this kubelet's start. What ran then is gone, and nobody saw how it ended.</summary>
    public static void Restore(ContainerSlot slot, V1ContainerStatus? status)
    {
        if (status is null)
        {
            return;
        }

        slot.Ended = status.State?.Terminated
            ?? (status.State?.Running is { } running
                ? new V1ContainerStateTerminated
                {
                    ContainerID = status.ContainerID,
                    ExitCode = 255,
                    Reason = "Unknown",
                    StartedAt = running.StartedAt,
                    FinishedAt = running.StartedAt,
                }
                : status.LastState?.Terminated);
        slot.Last = slot.Ended;
        slot.ContainerId = status.ContainerID;
        slot.ImageId = status.ImageID;
        slot.Runs = slot.Ended is null ? 0 : status.RestartCount + 1;
    }
}
