using k8s.Models;
using Smartbox.Api;

namespace Smartbox.Operator.Desired;

/// <summary>What the cache keeps of a pod: about a tenth.</summary>
internal static class PodTransform
{
    private static readonly string[] s_annotations = [Labels.Epoch, Labels.CertificatePin, Labels.TemplateHash, BoxPod.RestartsBefore];

    public static V1Pod Strip(V1Pod pod) => new()
    {
        ApiVersion = pod.ApiVersion,
        Kind = pod.Kind,
        Metadata = new V1ObjectMeta
        {
            Name = pod.Metadata.Name,
            NamespaceProperty = pod.Metadata.NamespaceProperty,
            Uid = pod.Metadata.Uid,
            ResourceVersion = pod.Metadata.ResourceVersion,
            CreationTimestamp = pod.Metadata.CreationTimestamp,
            DeletionTimestamp = pod.Metadata.DeletionTimestamp,
            Labels = pod.Metadata.Labels,
            OwnerReferences = pod.Metadata.OwnerReferences,
            Annotations = pod.Metadata.Annotations?.Where(entry => s_annotations.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal),
        },
        Spec = pod.Spec is null ? null : new V1PodSpec
        {
            NodeName = pod.Spec.NodeName,
            Containers = pod.Spec.Containers?.Where(container => container.Name == BoxPod.Agent)
                .Select(container => new V1Container { Name = container.Name, Image = container.Image }).ToList(),
            Volumes = pod.Spec.Volumes?.Where(volume => volume.PersistentVolumeClaim is not null).ToList(),
        },
        Status = pod.Status is null ? null : new V1PodStatus
        {
            Phase = pod.Status.Phase,
            Reason = pod.Status.Reason,
            Message = pod.Status.Message,
            PodIP = pod.Status.PodIP,
            StartTime = pod.Status.StartTime,
            Conditions = pod.Status.Conditions?.Where(condition => condition.Type is "Ready" or "PodScheduled").ToList(),
            InitContainerStatuses = Strip(pod.Status.InitContainerStatuses),
            ContainerStatuses = Strip(pod.Status.ContainerStatuses),
        },
    };

    private static List<V1ContainerStatus>? Strip(IList<V1ContainerStatus>? containers) => containers?.Select(container => new V1ContainerStatus
    {
        Name = container.Name,
        Image = container.Image,
        Ready = container.Ready,
        Started = container.Started,
        RestartCount = container.RestartCount,
        State = container.State,
        LastState = container.LastState,
    }).ToList();
}
