using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>
/// Hash of what of a pod follows from box, tier, type and store. What the operator itself adds (sidecar image, probes, limits) is left out, so that
/// another version of the operator restarts nothing.
/// </summary>
internal static class TemplateHash
{
    public static string Of(BoxPlan plan) => Fingerprint.Of(new Template(
        plan.Tier.Spec.Resources,
        plan.Tier.Spec.RuntimeClassName,
        plan.Tier.Spec.NodeSelector,
        plan.Tier.Spec.Tolerations,
        plan.Tier.Spec.PriorityClassName,
        plan.Tier.Spec.EphemeralStorage,
        plan.Type.Spec.Image,
        plan.Type.Spec.ImagePullPolicy,
        plan.Type.Spec.Command,
        plan.Type.Spec.Args,
        plan.Type.Spec.Env,
        plan.Type.Spec.Port,
        plan.Type.Spec.StateMountPath,
        plan.Type.Spec.CredentialSlots,
        Fingerprint.OfMap(BoxConfig.Data(plan)),
        plan.Box.Spec.Credentials,
        plan.Box.HasVolume(),
        plan.Box.Spec.Backup?.Interval,
        plan.Box.Spec.Backup?.Exclude,
        plan.Store.Spec.S3,
        plan.Store.Spec.Folder));

    private sealed record Template(
        ResourceRequirements Resources,
        string? RuntimeClassName,
        IDictionary<string, string>? NodeSelector,
        IList<k8s.Models.V1Toleration>? Tolerations,
        string? PriorityClassName,
        string? EphemeralStorage,
        string Image,
        string? ImagePullPolicy,
        IList<string>? Command,
        IList<string>? Args,
        IList<EnvVar>? Env,
        int? Port,
        string? StateMountPath,
        IList<CredentialSlot>? CredentialSlots,
        string Config,
        IList<CredentialSpec>? Credentials,
        bool HasVolume,
        string? BackupInterval,
        IList<string>? BackupExclude,
        S3Spec? S3,
        FolderSpec? Folder);
}
