using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;

namespace Smartbox.Gateway.Hosting;

/// <summary>What the gateway reads of the cluster: boxes, their pods, and its two Secrets by name.</summary>
internal static class KubernetesAccess
{
    public static void Add(IServiceCollection services, GatewayOptions options)
    {
        services.AddKubernetesClient(client =>
        {
            client.KubeconfigPath = options.Kubeconfig;
            if (options.WatchNamespace is { } ns)
            {
                client.WatchNamespaces.Add(ns);
            }
        });
        services.AddKubernetesCache<SmartboxResource>();
        services.AddKubernetesCache<V1Pod>(Labels.Box, Slim);
    }

    /// <summary>Of a pod the gateway needs little, and there may be 10,000.</summary>
    internal static V1Pod Slim(V1Pod pod) => new()
    {
        ApiVersion = pod.ApiVersion,
        Kind = pod.Kind,
        Metadata = new V1ObjectMeta
        {
            Name = pod.Metadata.Name,
            NamespaceProperty = pod.Metadata.NamespaceProperty,
            Uid = pod.Metadata.Uid,
            ResourceVersion = pod.Metadata.ResourceVersion,
            DeletionTimestamp = pod.Metadata.DeletionTimestamp,
            OwnerReferences = pod.Metadata.OwnerReferences,
            Labels = pod.Metadata.Labels,
            Annotations = pod.Metadata.Annotations,
        },
        Status = new V1PodStatus { Phase = pod.Status?.Phase, PodIP = pod.Status?.PodIP },
    };
}
