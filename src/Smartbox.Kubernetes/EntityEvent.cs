using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>A change of a cached object.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Entity">The object as it is now, or as it was last known when it is gone. Shared: never change it.</param>
/// <param name="Previous">The object before a change; null for <see cref="EntityEventType.Added"/>.</param>
public readonly record struct EntityEvent<T>(EntityEventType Type, T Entity, T? Previous)
    where T : class, IKubernetesObject<V1ObjectMeta>, new();
