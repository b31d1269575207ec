using k8s.Models;
using Smartbox.Api;

namespace Smartbox.Operator.Desired;

/// <summary>The pod of a box: <c>restore</c>, then <c>backup</c> and <c>relay</c> beside the <c>agent</c>. See docs/design/0002-pod-contract.md.</summary>
internal static class BoxPod
{
    public const string Restore = "restore";
    public const string Backup = "backup";
    public const string Relay = "relay";
    public const string Agent = "agent";

    /// <summary>Annotation: failures counted before this pod.</summary>
    public const string RestartsBefore = "smartbox.dev/restarts-before";

    /// <value>90 s, of which the backup container uses 80 for its last snapshot.</value>
    public const long TerminationGracePeriodSeconds = 90;

    /// <summary>User and group of all containers: the backup reads files that only the agent may read.</summary>
    public const long UserId = 10001;

    public static V1Pod Build(BoxPlan plan, PodStart start, PodOptions options)
    {
        var tier = plan.Tier.Spec;
        var metadata = Ownership.BoxChild(plan, Names.Pod(plan.Name), "box", options.Version, owned: true);
        metadata.Annotations = new Dictionary<string, string>
        {
            [Labels.Epoch] = start.Epoch.ToString(),
            [Labels.CertificatePin] = start.CertificatePin,
            [Labels.TemplateHash] = TemplateHash.Of(plan),
            [RestartsBefore] = start.RestartsBefore.ToString(),
        };
        return new V1Pod
        {
            ApiVersion = V1Pod.KubeApiVersion,
            Kind = V1Pod.KubeKind,
            Metadata = metadata,
            Spec = new V1PodSpec
            {
                InitContainers =
                [
                    SidecarContainers.Restore(plan, start, options),
                    SidecarContainers.Backup(plan, start, options),
                    SidecarContainers.Relay(plan, start, options),
                ],
                Containers = [AgentContainer.Build(plan)],
                Volumes = PodVolumes.Build(plan),
                RestartPolicy = "Always",
                TerminationGracePeriodSeconds = TerminationGracePeriodSeconds,
                AutomountServiceAccountToken = false,
                EnableServiceLinks = false,
                RuntimeClassName = tier.RuntimeClassName,
                NodeSelector = tier.NodeSelector,
                Tolerations = tier.Tolerations,
                PriorityClassName = tier.PriorityClassName,
                SecurityContext = new V1PodSecurityContext
                {
                    RunAsNonRoot = true,
                    RunAsUser = UserId,
                    RunAsGroup = UserId,
                    FsGroup = UserId,
                    FsGroupChangePolicy = "OnRootMismatch",
                    SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
                },
            },
        };
    }

    /// <summary>The security context of each container.</summary>
    internal static V1SecurityContext Restricted() => new()
    {
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
        Capabilities = new V1Capabilities { Drop = ["ALL"] },
    };

    internal static V1EnvVar Variable(string name, string value) => new() { Name = name, Value = value };
}
