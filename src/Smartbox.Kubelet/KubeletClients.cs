using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Kubelet;

/// <summary>What the kubelet sees of the API server.</summary>
internal sealed record KubeletClients(
    IKubernetesClient Client,
    ISubresourceClient Subresources,
    IEventRecorder Events,
    IEntityCache<V1Pod> Pods,
    IEntityCache<V1Secret> Secrets,
    IEntityCache<V1ConfigMap> ConfigMaps,
    IEntityCache<V1PersistentVolumeClaim> Claims,
    IEntityEvents<V1Pod> PodEvents,
    IEntityEvents<V1Secret> SecretEvents,
    IEntityEvents<V1ConfigMap> ConfigMapEvents,
    IEntityEvents<V1PersistentVolumeClaim> ClaimEvents)
{
    public static KubeletClients Of(IServiceProvider services) => ActivatorUtilities.CreateInstance<KubeletClients>(services);

    public Task WhenSyncedAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(PodEvents.Synced, SecretEvents.Synced, ConfigMapEvents.Synced, ClaimEvents.Synced).WaitAsync(cancellationToken);
}
