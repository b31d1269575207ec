using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>Moves one object a step towards what its spec asks for.</summary>
public interface IEntityController<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>Runs at most once at a time for each object, and again whenever it or what it owns or watches changes.</summary>
    /// <param name="entity">A copy of the cached object, the caller's own.</param>
    /// <param name="cancellationToken">Ends when the process stops or loses leadership.</param>
    Task<ReconciliationResult<T>> ReconcileAsync(T entity, CancellationToken cancellationToken);

    /// <summary>The object is gone. For metrics and memory; nothing in the cluster depends on it.</summary>
    Task DeletedAsync(EntityKey key, CancellationToken cancellationToken) => Task.CompletedTask;
}
