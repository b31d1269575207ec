using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>The volume claim of a box. It has no owner reference: whether it outlives its box is decided when the box is deleted.</summary>
internal static class StateClaim
{
    public static V1PersistentVolumeClaim Build(BoxPlan plan, string version) => new()
    {
        ApiVersion = V1PersistentVolumeClaim.KubeApiVersion,
        Kind = V1PersistentVolumeClaim.KubeKind,
        Metadata = Ownership.BoxChild(plan, Names.StateClaim(plan.Name), "state", version, owned: false),
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = plan.Box.Spec.EffectiveStorageClassName(plan.Tier.Spec),
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new(Size(plan)) },
            },
        },
    };

    public static string Size(BoxPlan plan) => plan.Box.Spec.EffectiveStateSize(plan.Tier.Spec);
}
