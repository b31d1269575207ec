using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>Creates what is no object of its own and belongs to one, as the binding of a pod.</summary>
public interface ISubresourceClient
{
    /// <param name="ns">Namespace of the object, or null.</param>
    /// <param name="name">Name of the object.</param>
    /// <param name="subresource">Such as <c>binding</c>.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubernetesException">The server refuses it.</exception>
    Task CreateAsync<T, TBody>(string? ns, string name, string subresource, TBody body, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();
}
