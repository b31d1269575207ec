using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Informers;

namespace Smartbox.Kubernetes.Controllers;

internal sealed class ControllerBuilder<TEntity>(IServiceCollection services, ControllerSpec<TEntity> spec) : IControllerBuilder<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>, new()
{
    public ControllerBuilder<TEntity> For()
    {
        AddSource<TEntity>(null, null, (entity, _) => [EntityKey.Of(entity)]);
        return this;
    }

    public IControllerBuilder<TEntity> Owns<TChild>(string? labelSelector = null, Func<TChild, TChild>? transform = null)
        where TChild : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        AddSource<TChild>(labelSelector, transform, (child, provider) =>
            OwnerKey(child, provider.GetRequiredService<IEntityCache<TEntity>>()) is { } owner ? [owner] : []);
        return this;
    }

    public IControllerBuilder<TEntity> Watches<TOther>(
        Func<TOther, IServiceProvider, IEnumerable<EntityKey>> map, string? labelSelector = null, Func<TOther, TOther>? transform = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        AddSource(labelSelector, transform, map);
        return this;
    }

    public IControllerBuilder<TEntity> WithMaxConcurrency(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        spec.MaxConcurrency = count;
        return this;
    }

    /// <summary>The controller owner of this controller's kind; null when another kind, or nobody, controls the object.</summary>
    internal static EntityKey? OwnerKey(IKubernetesObject<V1ObjectMeta> child, IEntityCache<TEntity> owners)
    {
        var type = EntityType.Of<TEntity>();
        var reference = child.Metadata.OwnerReferences?.FirstOrDefault(r => r.Controller == true);
        if (reference is null || reference.Kind != type.Kind || GroupOf(reference.ApiVersion) != type.Group)
        {
            return null;
        }

        // An owner is in the same namespace or has none; which of the two, its own cache knows best.
        var ns = child.Metadata.NamespaceProperty;
        return ns is not null && owners.Get(ns, reference.Name) is null && owners.Get(null, reference.Name) is not null
            ? new EntityKey(null, reference.Name)
            : new EntityKey(ns, reference.Name);
    }

    private static string GroupOf(string? apiVersion) =>
        apiVersion?.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? apiVersion[..slash] : "";

    private void AddSource<T>(string? labelSelector, Func<T, T>? transform, Func<T, IServiceProvider, IEnumerable<EntityKey>> map)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        InformerCatalog.Of(services).Add(services, new InformerSpec<T>(labelSelector, transform));
        spec.Barriers.Add(provider => provider.GetRequiredService<IEntityEvents<T>>().Synced);
        spec.Sources.Add((provider, add) => provider.GetRequiredService<IEntityEvents<T>>().Subscribe(change =>
        {
            foreach (var key in map(change.Entity, provider))
            {
                add(key);
            }

            // A change may take the object away from whom it concerned before.
            if (change.Type == EntityEventType.Modified && change.Previous is { } previous)
            {
                foreach (var key in map(previous, provider))
                {
                    add(key);
                }
            }
        }));
    }
}
