using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Protocol;

namespace Smartbox.Operator.Desired;

/// <summary>The volumes of the pod. Each container has volumes of its own for keys and trust, which hold only what that container needs.</summary>
internal static class PodVolumes
{
    public const string State = "state";
    public const string Temp = "tmp";
    public const string Config = "config";
    public const string Credentials = "credentials";
    public const string StoreCredentials = "store-credentials";
    public const string RestoreKeys = "restore-keys";
    public const string BackupKeys = "backup-keys";
    public const string RelayKeys = "relay-keys";
    public const string BackupTrust = "backup-trust";
    public const string RelayTrust = "relay-trust";

    // Readable by the pod's group alone.
    private const int SecretMode = 0b100_100_000;

    public static List<V1Volume> Build(BoxPlan plan)
    {
        var keys = Names.Keys(plan.Name);
        List<V1Volume> volumes =
        [
            StateVolume(plan),
            new V1Volume { Name = Temp, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new ResourceQuantity(plan.Tier.Spec.EffectiveEphemeralStorage()) } },
            new V1Volume { Name = Config, ConfigMap = new V1ConfigMapVolumeSource { Name = Names.Config(plan.Name) } },
            Secret(RestoreKeys, keys, PodContract.PasswordKey),
            Secret(BackupKeys, keys, PodContract.PasswordKey, PodContract.CertificateKey, PodContract.PrivateKeyKey),
            Secret(RelayKeys, keys, PodContract.CertificateKey, PodContract.PrivateKeyKey),
            Trust(BackupTrust, PodContract.OperatorTrustKey),
            Trust(RelayTrust, PodContract.GatewayTrustKey),
        ];
        if (plan.Store.Spec.Credentials is not null)
        {
            volumes.Add(Secret(
                StoreCredentials, Names.StoreCredentials(plan.Name), StoreCredentialsCopy.AccessKeyId, StoreCredentialsCopy.SecretAccessKey));
        }

        if (CredentialFiles(plan) is { Count: > 0 } files)
        {
            volumes.Add(new V1Volume
            {
                Name = Credentials,
                Projected = new V1ProjectedVolumeSource { DefaultMode = SecretMode, Sources = files },
            });
        }

        return volumes;
    }

    public static V1VolumeMount Mount(string volume, string path, bool readOnly = true, string? subPath = null) =>
        new() { Name = volume, MountPath = path, ReadOnlyProperty = readOnly ? true : null, SubPath = subPath };

    public static bool HasCredentialFiles(BoxPlan plan) => CredentialFiles(plan).Count > 0;

    private static V1Volume StateVolume(BoxPlan plan) => plan.Box.HasVolume()
        ? new V1Volume { Name = State, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = Names.StateClaim(plan.Name) } }
        : new V1Volume { Name = State, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new ResourceQuantity(StateClaim.Size(plan)) } };

    private static V1Volume Secret(string volume, string secret, params string[] keys) => new()
    {
        Name = volume,
        Secret = new V1SecretVolumeSource { SecretName = secret, DefaultMode = SecretMode, Items = Items(keys) },
    };

    private static V1Volume Trust(string volume, string key) => new()
    {
        Name = volume,
        ConfigMap = new V1ConfigMapVolumeSource { Name = Names.TrustConfigMap, Items = Items([key]) },
    };

    private static List<V1KeyToPath> Items(string[] keys) => [.. keys.Select(key => new V1KeyToPath { Key = key, Path = key })];

    private static List<V1VolumeProjection> CredentialFiles(BoxPlan plan) =>
    [
        .. CredentialSlots.Filled(plan).Where(filled => filled.Slot.Env is null).Select(filled => new V1VolumeProjection
        {
            Secret = new V1SecretProjection
            {
                Name = filled.Credential.SecretRef.Name,
                Items = [new V1KeyToPath { Key = filled.Credential.SecretRef.Key, Path = filled.Slot.Name }],
            },
        }),
    ];
}
