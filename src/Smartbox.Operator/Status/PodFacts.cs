using System.Globalization;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Operator.Desired;
using Smartbox.Protocol;

namespace Smartbox.Operator.Status;

/// <summary>Reads single facts from a pod.</summary>
internal static class PodFacts
{
    public static IEnumerable<V1ContainerStatus> Containers(this V1Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []);

    public static V1ContainerStatus? Init(this V1Pod pod, string name) =>
        pod.Status?.InitContainerStatuses?.FirstOrDefault(container => container.Name == name);

    public static bool IsReady(this V1Pod pod) => pod.ReadySince() is not null && pod.Metadata.DeletionTimestamp is null;

    public static DateTime? ReadySince(this V1Pod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready") is { Status: "True" } ready
            ? ready.LastTransitionTime ?? pod.Status.StartTime ?? pod.Metadata.CreationTimestamp
            : null;

    /// <summary>True when the pod will never run again by itself: it failed, or a newer epoch has fenced it. One that somebody deleted ends, and has not failed.</summary>
    public static bool HasFailed(this V1Pod pod) =>
        pod.Metadata.DeletionTimestamp is null && (pod.Status?.Phase is "Failed" or "Succeeded" || pod.IsSuperseded());

    /// <summary>True when the pod's state is on the volume claim of its box.</summary>
    public static bool UsesClaim(this V1Pod pod) => pod.Spec?.Volumes?.Any(volume => volume.PersistentVolumeClaim is not null) == true;

    public static bool IsSuperseded(this V1Pod pod) => pod.Containers().Any(container =>
        TerminationMessage.TryParse((container.State?.Terminated ?? container.LastState?.Terminated)?.Message)?.Reason == TerminationReasons.EpochSuperseded);

    /// <summary>True when the state of this pod is in place: restore has done its work.</summary>
    public static bool IsRestored(this V1Pod pod) => pod.Init(BoxPod.Restore)?.State?.Terminated is { ExitCode: 0 };

    /// <summary>True when the control endpoint can be asked.</summary>
    public static bool RunsBackup(this V1Pod pod) =>
        pod.Init(BoxPod.Backup)?.State?.Running is not null && !string.IsNullOrEmpty(pod.Status?.PodIP) && pod.Status.Phase is "Running" or "Pending";

    public static long? Epoch(this V1Pod pod) =>
        long.TryParse(pod.Annotation(Labels.Epoch), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;

    /// <summary>Failures counted up to now, which follow from the pod alone so that no crash counts one twice.</summary>
    public static int Restarts(this V1Pod pod)
    {
        _ = int.TryParse(pod.Annotation(BoxPod.RestartsBefore), NumberStyles.None, CultureInfo.InvariantCulture, out var before);
        return before + pod.Containers().Sum(container => container.RestartCount) + (pod.HasFailed() ? 1 : 0);
    }

    /// <summary>How the agent, or failing that the pod, ended the last time.</summary>
    public static TerminationStatus? LastTermination(this V1Pod pod)
    {
        var ended = pod.Status?.ContainerStatuses?
            .Select(container => container.State?.Terminated ?? container.LastState?.Terminated)
            .FirstOrDefault(terminated => terminated is not null);
        if (ended is not null)
        {
            return new TerminationStatus
            {
                Reason = pod.Status?.Reason == "Evicted" ? Reasons.Evicted : ended.Reason,
                Message = ended.Message is { Length: > 0 } said ? Text.Short(said) : null,
                Time = ended.FinishedAt?.ToUniversalTime(),
                ExitCode = ended.ExitCode,
            };
        }

        return pod.Status?.Phase == "Failed"
            ? new TerminationStatus { Reason = pod.Status.Reason ?? Reasons.PodFailed, Message = pod.Status.Message is { } message ? Text.Short(message) : null }
            : null;
    }

    public static PodStatus Summary(this V1Pod pod) => new()
    {
        Name = pod.Metadata.Name,
        Uid = pod.Metadata.Uid,
        Ip = pod.Status?.PodIP,
        Node = pod.Spec?.NodeName,
        StartedAt = pod.Status?.StartTime?.ToUniversalTime(),
        Image = pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == BoxPod.Agent)?.Image
            ?? pod.Spec?.Containers?.FirstOrDefault(container => container.Name == BoxPod.Agent)?.Image,
    };
}
