using System.Globalization;
using k8s.Models;

namespace Smartbox.Kubelet.Nodes;

/// <summary>What the Node object says.</summary>
internal static class NodeObject
{
    private const string KubernetesVersion = "v1.37.2";

    private static readonly string s_version = typeof(NodeObject).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static V1Node Metadata(NodeContext node) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = node.Facts.Name,
            Labels = new Dictionary<string, string>
            {
                ["kubernetes.io/arch"] = Machine.Architecture,
                ["kubernetes.io/os"] = "linux",
                ["kubernetes.io/hostname"] = node.Facts.Name,
            },
        },
    };

    public static V1NodeStatus Status(NodeContext node, bool isReady, string? cgroupObstacle, DateTime since)
    {
        var capacity = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = new(node.Facts.Cpus.ToString(CultureInfo.InvariantCulture)),
            ["memory"] = new($"{node.Facts.Memory / 1024}Ki"),
            ["pods"] = new(node.Options.MaxPods.ToString(CultureInfo.InvariantCulture)),
        };
        return new V1NodeStatus
        {
            Addresses =
            [
                new V1NodeAddress { Type = "InternalIP", Address = node.Facts.Address },
                new V1NodeAddress { Type = "Hostname", Address = Machine.HostName },
            ],
            Capacity = capacity,
            Allocatable = capacity,
            Conditions = Conditions(node.Now, isReady, cgroupObstacle, since),
            NodeInfo = new V1NodeSystemInfo
            {
                Architecture = Machine.Architecture,
                BootID = Machine.BootId,
                ContainerRuntimeVersion = $"process://{s_version}",
                KernelVersion = Machine.Kernel,
                KubeProxyVersion = "",
                KubeletVersion = $"{KubernetesVersion}+smartbox.{s_version}",
                MachineID = Machine.MachineId,
                OperatingSystem = "linux",
                OsImage = Machine.Image,
                SystemUUID = Machine.MachineId,
            },
            Images = [.. node.Options.Images.Names.Select(name => new V1ContainerImage { Names = [name], SizeBytes = 0 })],
        };
    }

    private static List<V1NodeCondition> Conditions(DateTime now, bool isReady, string? cgroupObstacle, DateTime since)
    {
        return
        [
            Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            cgroupObstacle is null
                ? Condition("MemoryLimitsEnforced", "True", "Cgroups", "memory limits are enforced by cgroup")
                : Condition("MemoryLimitsEnforced", "False", "NoCgroups", $"memory limits are not enforced: {cgroupObstacle}"),
            isReady
                ? Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status")
                : Condition("Ready", "False", "KubeletStopped", "the kubelet was stopped"),
        ];

        V1NodeCondition Condition(string type, string status, string reason, string message) => new()
        {
            Type = type, Status = status, Reason = reason, Message = message, LastHeartbeatTime = now, LastTransitionTime = since,
        };
    }
}
