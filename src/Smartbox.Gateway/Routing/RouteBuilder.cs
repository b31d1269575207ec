using System.Globalization;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Protocol.V1;

namespace Smartbox.Gateway.Routing;

/// <summary>Makes routes of boxes and pods. Pure.</summary>
internal static class RouteBuilder
{
    /// <summary>Makes the table that follows <paramref name="previous"/>.</summary>
    public static RouteTable Build(IEnumerable<SmartboxResource> boxes, IReadOnlyCollection<V1Pod> pods, bool allowLoopback, RouteTable previous)
    {
        var byBox = pods.ToLookup(pod => new EntityKey(pod.Metadata.NamespaceProperty, pod.GetLabel(Labels.Box) ?? ""));
        var routes = boxes.Select(box => Route(box, byBox[EntityKey.Of(box)], allowLoopback, previous)).ToList();
        return new RouteTable(routes, pods.Select(pod => pod.Metadata.Uid));
    }

    private static BoxRoute Route(SmartboxResource box, IEnumerable<V1Pod> pods, bool allowLoopback, RouteTable previous)
    {
        var key = EntityKey.Of(box);
        var target = pods.Where(pod => IsOf(pod, box)).Select(pod => Target(pod, allowLoopback)).OfType<PodTarget>().MaxBy(pod => pod.Epoch);
        var tenure = previous.Boxes.TryGetValue(key, out var known) && known.Tenure.IsOf(box.Metadata.Uid, box.Spec.Owner)
            ? known.Tenure
            : new Tenure(box.Metadata.Uid, box.Spec.Owner);
        return new BoxRoute(key, box.Metadata.Uid, box.Spec.Owner, tenure, box.Spec.EffectivePowerMode() == PowerMode.Off, target, Status(box));
    }

    /// <summary>A stranger may put the label on a pod; only the box's own pod has its UID as owner or, made by the operator, as label.</summary>
    private static bool IsOf(V1Pod pod, SmartboxResource box) =>
        pod.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true) is { } controller
            ? controller.Uid == box.Metadata.Uid
            : pod.GetLabel(Labels.BoxUid) == box.Metadata.Uid;

    private static PodTarget? Target(V1Pod pod, bool allowLoopback) =>
        pod.Metadata.DeletionTimestamp is null
        && pod.Status?.Phase is not ("Succeeded" or "Failed")
        && IPAddress.TryParse(pod.Status?.PodIP, out var address)
        && PodAddress.MayBeDialled(address, allowLoopback)
        && long.TryParse(pod.GetAnnotation(Labels.Epoch), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
        && pod.GetAnnotation(Labels.CertificatePin) is { Length: > 0 } pin
            ? new PodTarget(pod.Metadata.Uid, address, epoch, pin)
            : null;

    private static Box Status(SmartboxResource box)
    {
        var ready = box.Status?.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);
        var status = new Box
        {
            Namespace = box.Metadata.NamespaceProperty,
            Name = box.Metadata.Name,
            Owner = box.Spec.Owner,
            Type = box.Spec.EffectiveType(),
            Tier = box.Spec.EffectiveTier(),
            Ready = ready?.Status == "True",
            Reason = ready?.Reason ?? Reasons.Unknown,
            Message = ready?.Message ?? "",
            Epoch = (ulong)Math.Max(0, box.Status?.Epoch ?? 0),
        };
        if (box.Status?.Backup?.LastSnapshot?.Time is { } backup)
        {
            status.LastBackup = Timestamp.FromDateTime(backup.ToUniversalTime());
        }

        if (box.Metadata.CreationTimestamp is { } created)
        {
            status.Created = Timestamp.FromDateTime(created.ToUniversalTime());
        }

        return status;
    }
}
