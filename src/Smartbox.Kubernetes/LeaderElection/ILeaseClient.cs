using k8s.Models;

namespace Smartbox.Kubernetes.LeaderElection;

/// <summary>The calls on the one lease that replicas compete for.</summary>
internal interface ILeaseClient
{
    /// <summary>The lease; null when there is none.</summary>
    Task<V1Lease?> GetAsync(CancellationToken cancellationToken);

    /// <exception cref="KubernetesException">409 when somebody was faster.</exception>
    Task<V1Lease> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken);

    /// <summary>Changes the lease if it still has this resource version.</summary>
    /// <exception cref="KubernetesException">409 when it has another.</exception>
    Task<V1Lease> UpdateAsync(V1LeaseSpec spec, string resourceVersion, CancellationToken cancellationToken);

    /// <summary>Waits for the lease to change.</summary>
    /// <returns>The changed lease; null when it did not change in that time, or is gone.</returns>
    Task<V1Lease?> NextAsync(string resourceVersion, TimeSpan atMost, CancellationToken cancellationToken);
}
