using Smartbox.Kubelet.Containers;

namespace Smartbox.Kubelet.Status;

/// <summary>The phase that follows from the states of the containers.</summary>
internal static class PodPhase
{
    /// <param name="slots">All containers.</param>
    /// <param name="restartPolicy">The pod's.</param>
    /// <param name="isFinal">True when the pod was stopped and nothing of it starts again.</param>
    public static string Of(IReadOnlyList<ContainerSlot> slots, string restartPolicy, bool isFinal)
    {
        var mains = slots.Where(s => s.Kind == ContainerKind.Main).ToList();
        var isNever = restartPolicy == "Never" || isFinal;
        if (slots.Any(s => s.Kind == ContainerKind.Init && s.Ended is { ExitCode: not 0 } && !s.IsRunning) && isNever)
        {
            return isFinal ? "Failed" : "Pending";
        }

        if (isFinal)
        {
            return mains.All(s => s.State.Terminated is { ExitCode: 0 }) ? "Succeeded" : "Failed";
        }

        var isWaitingForInit = slots.Any(s => s.Kind == ContainerKind.Init && !s.HasPassed)
            || (slots.Any(s => s.Kind == ContainerKind.Sidecar && !s.HasPassed) && !mains.Any(s => s.HasRun));

        // One that crashed and waits for its next run counts as one that runs.
        var isWaiting = mains.Any(s => s.State.Waiting is not null && s.Ended is null);
        return isWaitingForInit || isWaiting ? "Pending" : "Running";
    }
}
