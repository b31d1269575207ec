using k8s.Models;
using Smartbox.Operator.Desired;

namespace Smartbox.Operator.Tests.Fakes;

/// <summary>States that kubelets report.</summary>
internal static class Pods
{
    public static void Run(V1Pod pod, DateTimeOffset now)
    {
        pod.Spec.NodeName = "node-1";
        pod.Status = new V1PodStatus
        {
            Phase = "Running",
            PodIP = "10.244.0.9",
            StartTime = now.UtcDateTime,
            Conditions = [Ready("True", now)],
            InitContainerStatuses =
            [
                Container(BoxPod.Restore, new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0, Reason = "Completed" } }),
                Running(BoxPod.Backup),
                Running(BoxPod.Relay),
            ],
            ContainerStatuses = [Running(BoxPod.Agent)],
        };
    }

    /// <summary>Failed for good, as an eviction by the kubelet leaves it.</summary>
    public static void Evict(V1Pod pod)
    {
        pod.Status.Phase = "Failed";
        pod.Status.Reason = "Evicted";
        pod.Status.Message = "The node was low on resource: memory.";
        pod.Status.Conditions = [];
    }

    /// <summary>restore ended with a reason and waits for its next try.</summary>
    public static void FailRestore(V1Pod pod, string message)
    {
        pod.Spec.NodeName = "node-1";
        pod.Status = new V1PodStatus
        {
            Phase = "Pending",
            InitContainerStatuses =
            [
                Container(
                    BoxPod.Restore,
                    new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "CrashLoopBackOff" } },
                    new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 1, Reason = "Error", Message = message } },
                    restarts: 2),
            ],
        };
    }

    /// <summary>The agent is down after a crash; the pod is not ready.</summary>
    public static void CrashAgent(V1Pod pod, DateTimeOffset now, string reason, int exitCode, int restarts)
    {
        pod.Status.Conditions = [Ready("False", now)];
        pod.Status.ContainerStatuses =
        [
            Container(
                BoxPod.Agent,
                new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "CrashLoopBackOff" } },
                new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = exitCode, Reason = reason, FinishedAt = now.UtcDateTime } },
                restarts),
        ];
    }

    public static V1PodCondition Ready(string status, DateTimeOffset now) => new() { Type = "Ready", Status = status, LastTransitionTime = now.UtcDateTime };

    public static V1ContainerStatus Running(string name) => Container(name, new V1ContainerState { Running = new V1ContainerStateRunning() }, ready: true);

    public static V1ContainerStatus Container(
        string name, V1ContainerState state, V1ContainerState? last = null, int restarts = 0, bool ready = false) =>
        new() { Name = name, Image = $"registry.example/{name}:1", ImageID = "", State = state, LastState = last, RestartCount = restarts, Ready = ready };
}
