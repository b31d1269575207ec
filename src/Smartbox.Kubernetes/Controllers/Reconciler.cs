using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>One run for one key: which of a controller's and its finalizers' methods is due, on a copy of the cached object.</summary>
internal sealed class Reconciler<T>(
    IEntityController<T> controller, IReadOnlyList<FinalizerRegistration<T>> finalizers, IEntityCache<T> cache, IKubernetesClient client)
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <returns>Null when there was nothing to do or to say.</returns>
    public async Task<ReconciliationResult<T>?> RunAsync(EntityKey key, CancellationToken cancellationToken)
    {
        if (cache.Get(key.Namespace, key.Name) is not { } cached)
        {
            await controller.DeletedAsync(key, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var entity = EntityJson.Clone(cached);
        if (entity.Metadata.DeletionTimestamp is not null)
        {
            return await FinalizeAsync(entity, cancellationToken).ConfigureAwait(false);
        }

        var missing = finalizers.Select(f => f.Identifier).Except(entity.Metadata.Finalizers ?? []).ToList();
        if (missing.Count > 0)
        {
            // First of all: what is made for an object from here on is certain to be cleared away.
            entity = await client.PatchAsync<T>(key.Namespace, key.Name, FinalizerPatch.Add(entity.Metadata.Finalizers, missing), cancellationToken)
                .ConfigureAwait(false);
        }

        return await controller.ReconcileAsync(entity, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconciliationResult<T>?> FinalizeAsync(T entity, CancellationToken cancellationToken)
    {
        ReconciliationResult<T>? result = null;
        foreach (var finalizer in finalizers)
        {
            if (entity.Metadata.Finalizers?.Contains(finalizer.Identifier) != true)
            {
                continue;
            }

            result = await finalizer.Finalizer.FinalizeAsync(entity, cancellationToken).ConfigureAwait(false);
            if (!result.IsSuccess || result.RequeueAfter is not null)
            {
                return result;
            }

            entity = await RemoveAsync(entity, finalizer.Identifier, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<T> RemoveAsync(T entity, string identifier, CancellationToken cancellationToken)
    {
        var patch = FinalizerPatch.Remove(entity.Metadata.Finalizers, identifier);
        try
        {
            return await client.PatchAsync<T>(entity.Metadata.NamespaceProperty, entity.Metadata.Name, patch, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            entity.Metadata.Finalizers.Remove(identifier);
            return entity;
        }
    }
}
