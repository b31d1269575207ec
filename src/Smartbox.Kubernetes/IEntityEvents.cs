using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>Tells of the changes of an <see cref="IEntityCache{T}"/>, in order, own writes included.</summary>
public interface IEntityEvents<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>Completes once the first list has been read.</summary>
    Task Synced { get; }

    /// <summary>Calls <paramref name="handler"/> for each object there is and then for each change, until the result is disposed.</summary>
    /// <param name="handler">
    /// Runs on the thread that reads the watch, one call at a time, after the cache has changed. It must be quick and must not wait; it may
    /// read any cache. What it throws is logged and goes no further.
    /// </param>
    IDisposable Subscribe(Action<EntityEvent<T>> handler);
}
