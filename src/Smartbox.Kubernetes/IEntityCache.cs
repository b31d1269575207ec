using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>The objects of one kind as a watch last showed them, own writes included. What it returns is shared: never change it.</summary>
public interface IEntityCache<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>True once the first list has been read.</summary>
    bool HasSynced { get; }

    T? Get(string? ns, string name);

    /// <summary>All objects, or those of one namespace; a snapshot.</summary>
    IReadOnlyCollection<T> List(string? ns = null);
}
