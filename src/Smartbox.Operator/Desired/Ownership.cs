using k8s;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>Labels and owner references of what the operator makes, and how it recognises it.</summary>
internal static class Ownership
{
    public const string ManagedBy = "smartbox-operator";
    public const string PartOf = "smartbox";

    /// <summary>Selects everything that the operator makes.</summary>
    public const string Selector = Labels.ManagedBy + "=" + ManagedBy;

    /// <summary>Selects pods and volume claims of boxes.</summary>
    public const string BoxSelector = Labels.Box;

    public static V1ObjectMeta BoxChild(BoxPlan plan, string name, string component, string version, bool owned)
    {
        var labels = Common(component, version);
        labels[Labels.Instance] = plan.Name;
        labels[Labels.Box] = plan.Name;
        labels[Labels.BoxUid] = plan.Uid;
        labels[Labels.Type] = plan.Box.Spec.EffectiveType();
        labels[Labels.Tier] = plan.Box.Spec.EffectiveTier();
        return new V1ObjectMeta
        {
            NamespaceProperty = plan.Namespace,
            Name = name,
            Labels = labels,
            OwnerReferences = owned ? [ControllerReference(plan.Box)] : null,
        };
    }

    public static V1ObjectMeta NamespaceChild(string ns, string name, string component, string version) =>
        new() { NamespaceProperty = ns, Name = name, Labels = Common(component, version) };

    public static V1OwnerReference ControllerReference(SmartboxResource box) => new()
    {
        ApiVersion = Names.ApiVersion,
        Kind = SmartboxResource.KubeKind,
        Name = box.Metadata.Name,
        Uid = box.Metadata.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>True for a child of this very box: by owner reference, or by UID for those that outlive it.</summary>
    public static bool IsOwnedBy(this IKubernetesObject<V1ObjectMeta> child, SmartboxResource box)
    {
        var controller = child.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
        return controller is not null ? controller.Uid == box.Metadata.Uid : child.Label(Labels.BoxUid) == box.Metadata.Uid;
    }

    /// <summary>True for what the operator shares between the boxes of a namespace.</summary>
    public static bool IsManaged(this IKubernetesObject<V1ObjectMeta> child) =>
        child.Label(Labels.ManagedBy) == ManagedBy && child.Label(Labels.Box) is null;

    public static string? Label(this IKubernetesObject<V1ObjectMeta> child, string name) =>
        child.Metadata.Labels is { } labels && labels.TryGetValue(name, out var value) ? value : null;

    public static string? Annotation(this IKubernetesObject<V1ObjectMeta> child, string name) =>
        child.Metadata.Annotations is { } annotations && annotations.TryGetValue(name, out var value) ? value : null;

    private static Dictionary<string, string> Common(string component, string version) => new(StringComparer.Ordinal)
    {
        [Labels.Name] = PartOf,
        [Labels.Component] = component,
        [Labels.PartOf] = PartOf,
        [Labels.ManagedBy] = ManagedBy,
        [Labels.Version] = version,
    };
}
