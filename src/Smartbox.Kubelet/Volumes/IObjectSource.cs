using k8s.Models;

namespace Smartbox.Kubelet.Volumes;

/// <summary>The objects that pods refer to.</summary>
internal interface IObjectSource
{
    Task<V1Secret?> SecretAsync(string ns, string name, CancellationToken cancellationToken);

    Task<V1ConfigMap?> ConfigMapAsync(string ns, string name, CancellationToken cancellationToken);

    Task<V1PersistentVolumeClaim?> ClaimAsync(string ns, string name, CancellationToken cancellationToken);
}
