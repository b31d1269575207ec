using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>Says what besides its own kind makes a controller run.</summary>
public interface IControllerBuilder<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>A change of an owned child runs its owner (controller owner reference of kind <typeparamref name="TEntity"/>).</summary>
    /// <param name="labelSelector">Only children with these labels are watched and cached.</param>
    /// <param name="transform">Strips what the operator does not need before an object is cached.</param>
    IControllerBuilder<TEntity> Owns<TChild>(string? labelSelector = null, Func<TChild, TChild>? transform = null)
        where TChild : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>A change of a <typeparamref name="TOther"/> runs the objects that <paramref name="map"/> names.</summary>
    IControllerBuilder<TEntity> Watches<TOther>(
        Func<TOther, IServiceProvider, IEnumerable<EntityKey>> map, string? labelSelector = null, Func<TOther, TOther>? transform = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>How many objects are reconciled at once; 16 by default.</summary>
    IControllerBuilder<TEntity> WithMaxConcurrency(int count);
}
