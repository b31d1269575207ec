using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>Runs before an object may go. It is removed from <c>metadata.finalizers</c> after a success without a requeue time.</summary>
public interface IEntityFinalizer<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    Task<ReconciliationResult<T>> FinalizeAsync(T entity, CancellationToken cancellationToken);
}
