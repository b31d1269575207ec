using k8s.Models;
using Smartbox.Api;
using Smartbox.Operator.Desired;
using Smartbox.Protocol;

namespace Smartbox.Operator.Status;

/// <summary>What a pod's status means for its box.</summary>
/// <param name="IsReady">A session would be served.</param>
/// <param name="Reason">Reason of the Ready condition.</param>
/// <param name="Message">A sentence that names what is waited for or what failed.</param>
/// <param name="IsTrouble">Something failed, as against a start that takes its time.</param>
/// <param name="NeedsPerson">Nothing will change by waiting.</param>
internal sealed record PodVerdict(bool IsReady, string Reason, string Message, bool IsTrouble = false, bool NeedsPerson = false)
{
    private static readonly HashSet<string> s_imageReasons =
        new(StringComparer.Ordinal) { "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable" };

    private static readonly HashSet<string> s_personReasons =
        new(StringComparer.Ordinal) { TerminationReasons.ForeignState, TerminationReasons.StateMissing };

    public static PodVerdict Of(V1Pod pod)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            return new(false, Reasons.Stopping, "The pod is ending; the next one starts when it is gone.");
        }

        if (pod.HasFailed())
        {
            return Failed(pod);
        }

        if (pod.Containers().FirstOrDefault(container => s_imageReasons.Contains(container.State?.Waiting?.Reason ?? "")) is { } image)
        {
            return Trouble(Reasons.ImagePullFailed, $"Container {image.Name}: image {image.Image} cannot be pulled: {image.State.Waiting.Message}");
        }

        if (pod.Containers().FirstOrDefault(container => container.State?.Waiting?.Reason == "CreateContainerConfigError") is { } config)
        {
            return Trouble(Reasons.CredentialMissing, $"Container {config.Name} cannot be made: {config.State.Waiting.Message}");
        }

        if (pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled") is { Status: "False" } scheduled)
        {
            return Trouble(Reasons.Unschedulable, scheduled.Message ?? "No node takes the pod.");
        }

        return Restore(pod) ?? (pod.IsReady() ? new(true, Reasons.Running, "The companion is running.") : Starting(pod));
    }

    private static PodVerdict Trouble(string reason, string message) => new(false, reason, Text.Short(message), IsTrouble: true);

    private static PodVerdict Failed(V1Pod pod)
    {
        var reason = pod.Status?.Reason switch
        {
            "Evicted" => Reasons.Evicted,
            "NodeLost" or "NodeShutdown" or "Terminated" => Reasons.NodeLost,
            _ => pod.Containers().Any(container => container.State?.Terminated?.Reason == "OOMKilled") ? Reasons.OOMKilled : Reasons.PodFailed,
        };
        return Trouble(reason, $"The pod failed and is replaced: {pod.Status?.Message ?? pod.Status?.Reason ?? "no reason is given"}");
    }

    private static PodVerdict? Restore(V1Pod pod)
    {
        if (pod.Init(BoxPod.Restore) is not { } restore || restore.State?.Terminated is { ExitCode: 0 })
        {
            return null;
        }

        var ended = restore.State?.Terminated ?? restore.LastState?.Terminated;
        if (ended is { ExitCode: not 0 })
        {
            var said = TerminationMessage.TryParse(ended.Message);
            var reason = said?.Reason ?? (ended.Reason == "OOMKilled" ? Reasons.OOMKilled : Reasons.RestoreFailed);
            var message = said?.Message ?? $"restore ended with exit code {ended.ExitCode} ({ended.Reason}); it is tried again.";
            return new(false, reason, Text.Short(message), IsTrouble: true, NeedsPerson: s_personReasons.Contains(reason));
        }

        return restore.State?.Running is not null ? new(false, Reasons.Restoring, "The state is being restored or checked.") : null;
    }

    private static PodVerdict Starting(V1Pod pod)
    {
        foreach (var container in pod.Containers())
        {
            var waitsAfterCrash = container.State?.Waiting?.Reason == "CrashLoopBackOff";
            var ended = container.State?.Terminated ?? (waitsAfterCrash ? container.LastState?.Terminated : null);
            if (ended is null || (container.Name == BoxPod.Restore && ended.ExitCode == 0))
            {
                continue;
            }

            var said = TerminationMessage.TryParse(ended.Message);
            var reason = ended.Reason == "OOMKilled" ? Reasons.OOMKilled : said?.Reason ?? Reasons.CrashLooping;
            return Trouble(
                reason, $"Container {container.Name} ended ({ended.Reason}, exit code {ended.ExitCode}) and is started again. {said?.Message ?? ended.Message}".TrimEnd());
        }

        var waiting = pod.Containers().Where(container => container.Name != BoxPod.Restore && !container.Ready).Select(container => container.Name).ToList();
        return new(false, Reasons.Starting, waiting.Count > 0 ? $"Waiting for {string.Join(", ", waiting)}." : "Waiting for the pod to start.");
    }
}
