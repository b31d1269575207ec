using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Protocol;
using static Smartbox.Operator.Desired.BoxPod;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Operator.Desired;

/// <summary>The three containers that run the sidecar image, each with its mode as its argument.</summary>
internal static class SidecarContainers
{
    /// <value>128Mi: restore and backup hold packs and indexes in memory.</value>
    public const string StateMemory = "128Mi";

    /// <value>64Mi.</value>
    public const string RelayMemory = "64Mi";

    /// <value>10m.</value>
    public const string CpuRequest = "10m";

    /// <value>1: a restore is as fast as one core.</value>
    public const string CpuLimit = "1";

    public static V1Container Restore(BoxPlan plan, PodStart start, PodOptions options)
    {
        var container = Sidecar(BoxPod.Restore, options, StateMemory);
        container.Env =
        [
            .. Identity(plan, start),
            Variable(Variables.ExpectState, start.ExpectState ? "true" : "false"),
            .. Store(plan),
            .. BackupSettings(plan),
        ];
        container.VolumeMounts = [.. StateMounts(plan, PodVolumes.RestoreKeys)];
        return container;
    }

    public static V1Container Backup(BoxPlan plan, PodStart start, PodOptions options)
    {
        var container = Sidecar(BoxPod.Backup, options, StateMemory);
        container.RestartPolicy = "Always";
        container.Env = [.. Identity(plan, start), .. Store(plan), .. BackupSettings(plan)];
        container.VolumeMounts = [.. StateMounts(plan, PodVolumes.BackupKeys), PodVolumes.Mount(PodVolumes.BackupTrust, PodContract.TrustPath)];
        container.Ports = [new V1ContainerPort { Name = "control", ContainerPort = PodContract.ControlPort, Protocol = "TCP" }];
        // No readiness probe: a backup that cannot proceed is BackupCurrent's matter and no reason to keep a user out.
        container.LivenessProbe = Liveness(PodContract.ControlPort);
        return container;
    }

    public static V1Container Relay(BoxPlan plan, PodStart start, PodOptions options)
    {
        var container = Sidecar(BoxPod.Relay, options, RelayMemory);
        container.RestartPolicy = "Always";
        container.Env =
        [
            .. Identity(plan, start),
            Variable(Variables.AgentEndpoint, $"http://127.0.0.1:{plan.Type.Spec.EffectivePort()}"),
        ];
        container.VolumeMounts =
        [
            PodVolumes.Mount(PodVolumes.State, PodContract.RelayPath, readOnly: false, PodContract.RelaySubPath),
            PodVolumes.Mount(PodVolumes.RelayKeys, PodContract.KeysPath),
            PodVolumes.Mount(PodVolumes.RelayTrust, PodContract.TrustPath),
        ];
        container.Ports = [new V1ContainerPort { Name = "relay", ContainerPort = PodContract.RelayPort, Protocol = "TCP" }];
        container.LivenessProbe = Liveness(PodContract.RelayPort);
        // No startup probe: the relay is asked for the agent, which starts only after the relay did. One second, as the pod's readiness waits for it.
        container.ReadinessProbe = new V1Probe
        {
            HttpGet = Https(PodContract.RelayPort, PodContract.ReadinessPath),
            PeriodSeconds = 1,
            TimeoutSeconds = 2,
            FailureThreshold = 3,
            SuccessThreshold = 1,
        };
        return container;
    }

    private static V1Container Sidecar(string mode, PodOptions options, string memory) => new()
    {
        Name = mode,
        Image = options.SidecarImage,
        ImagePullPolicy = "IfNotPresent",
        Args = [mode],
        Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(CpuRequest), ["memory"] = new(memory) },
            Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(CpuLimit), ["memory"] = new(memory) },
        },
        SecurityContext = Restricted(),
        TerminationMessagePath = PodContract.TerminationLogPath,
        TerminationMessagePolicy = "File",
    };

    private static IEnumerable<V1EnvVar> Identity(BoxPlan plan, PodStart start) =>
    [
        Variable(Variables.Namespace, plan.Namespace),
        Variable(Variables.Name, plan.Name),
        Variable(Variables.Uid, plan.Uid),
        new V1EnvVar
        {
            Name = Variables.PodUid,
            ValueFrom = new V1EnvVarSource { FieldRef = new V1ObjectFieldSelector { ApiVersion = "v1", FieldPath = "metadata.uid" } },
        },
        Variable(Variables.Epoch, start.Epoch.ToString()),
    ];

    private static IEnumerable<V1EnvVar> Store(BoxPlan plan) => plan.Store.Spec switch
    {
        { S3: { } s3 } =>
        [
            Variable(Variables.StoreEndpoint, s3.Endpoint),
            Variable(Variables.StoreRegion, s3.EffectiveRegion()),
            Variable(Variables.StoreBucket, s3.Bucket),
            Variable(Variables.StorePrefix, s3.EffectivePrefix()),
            Variable(Variables.StorePathStyle, s3.EffectiveForcePathStyle() ? "true" : "false"),
        ],
        { Folder: { } folder } => [Variable(Variables.StoreFolder, folder.Path)],
        _ => [],
    };

    private static IEnumerable<V1EnvVar> BackupSettings(BoxPlan plan)
    {
        BackupSpec? backup = plan.Box.Spec.Backup;
        if (backup?.Interval is { } interval)
        {
            yield return Variable(Variables.BackupInterval, interval);
        }

        if (backup?.Exclude is { Count: > 0 } exclude)
        {
            yield return Variable(Variables.BackupExclude, string.Join('\n', exclude));
        }
    }

    private static IEnumerable<V1VolumeMount> StateMounts(BoxPlan plan, string keys)
    {
        yield return PodVolumes.Mount(PodVolumes.State, PodContract.VolumePath, readOnly: false);
        yield return PodVolumes.Mount(keys, PodContract.KeysPath);
        if (plan.Store.Spec.Credentials is not null)
        {
            yield return PodVolumes.Mount(PodVolumes.StoreCredentials, PodContract.StoreCredentialsPath);
        }
    }

    private static V1Probe Liveness(int port) => new()
    {
        HttpGet = Https(port, PodContract.LivenessPath),
        InitialDelaySeconds = 10,
        PeriodSeconds = 20,
        TimeoutSeconds = 5,
        FailureThreshold = 6,
    };

    private static V1HTTPGetAction Https(int port, string path) => new() { Port = port, Path = path, Scheme = "HTTPS" };
}
