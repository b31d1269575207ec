using k8s;
using k8s.Models;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Volumes;

/// <summary>
/// Answers from the caches, which one watch of each kind keeps current. Only what they do not show is asked of the server: the watch may be a
/// moment behind a pod that was created right after its Secret.
/// </summary>
internal sealed class ObjectSource(
    IEntityCache<V1Secret> secrets, IEntityCache<V1ConfigMap> configMaps, IEntityCache<V1PersistentVolumeClaim> claims, IKubernetesClient client)
    : IObjectSource
{
    public Task<V1Secret?> SecretAsync(string ns, string name, CancellationToken cancellationToken) => FindAsync(secrets, ns, name, cancellationToken);

    public Task<V1ConfigMap?> ConfigMapAsync(string ns, string name, CancellationToken cancellationToken) => FindAsync(configMaps, ns, name, cancellationToken);

    public Task<V1PersistentVolumeClaim?> ClaimAsync(string ns, string name, CancellationToken cancellationToken) =>
        FindAsync(claims, ns, name, cancellationToken);

    private async Task<T?> FindAsync<T>(IEntityCache<T> cache, string ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() =>
        cache.Get(ns, name) ?? await client.GetAsync<T>(ns, name, cancellationToken).ConfigureAwait(false);
}
