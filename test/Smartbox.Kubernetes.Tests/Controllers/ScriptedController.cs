using System.Collections.Concurrent;
using k8s.Models;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Kubernetes.Tests.Controllers;

/// <summary>Does what the test says and remembers what it was asked.</summary>
internal sealed class ScriptedController : IEntityController<V1ConfigMap>, IEntityFinalizer<V1ConfigMap>
{
    public ConcurrentQueue<string> Calls { get; } = new();

    public Func<V1ConfigMap, CancellationToken, Task<ReconciliationResult<V1ConfigMap>>> OnReconcile { get; set; } =
        (entity, _) => Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(entity));

    public Func<V1ConfigMap, ReconciliationResult<V1ConfigMap>> OnFinalize { get; set; } = entity => ReconciliationResult<V1ConfigMap>.Success(entity);

    public Task<ReconciliationResult<V1ConfigMap>> ReconcileAsync(V1ConfigMap entity, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"reconcile {entity.Metadata.Name}");
        return OnReconcile(entity, cancellationToken);
    }

    public Task<ReconciliationResult<V1ConfigMap>> FinalizeAsync(V1ConfigMap entity, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"finalize {entity.Metadata.Name}");
        return Task.FromResult(OnFinalize(entity));
    }

    public Task DeletedAsync(EntityKey key, CancellationToken cancellationToken)
    {
        Calls.Enqueue($"deleted {key}");
        return Task.CompletedTask;
    }
}
