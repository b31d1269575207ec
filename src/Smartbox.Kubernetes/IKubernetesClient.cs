using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes;

/// <summary>Calls to the API server for any resource type that carries <see cref="KubernetesEntityAttribute"/>.</summary>
/// <remarks>
/// Errors are <see cref="KubernetesException"/>. 429, 503 and 504 with <c>Retry-After</c> were already retried. The result of each write
/// goes into the caches when it is newer than what they hold. For a cluster-scoped kind <c>ns</c> is null.
/// </remarks>
public interface IKubernetesClient
{
    /// <returns>The object, or null when there is none.</returns>
    Task<T?> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>Lists all pages. A null namespace lists every namespace.</summary>
    Task<IReadOnlyList<T>> ListAsync<T>(string? ns, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>Creates an object of a fixed name that is never changed afterwards.</summary>
    /// <exception cref="KubernetesException">With status 409 when the name is taken.</exception>
    Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>Server-side apply with force; nulls are left out, zero values are owned.</summary>
    Task<T> ApplyAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>Server-side apply of the status subresource with force.</summary>
    Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>A patch of one thing.</summary>
    Task<T> PatchAsync<T>(string? ns, string name, V1Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <summary>Deletes an object; one that is not there is no error.</summary>
    /// <param name="ns">Namespace, or null.</param>
    /// <param name="name">Name.</param>
    /// <param name="uid">When given, only the object of that UID is deleted (precondition; 409 otherwise).</param>
    /// <param name="gracePeriodSeconds">When given, overrides the object's own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task DeleteAsync<T>(string? ns, string name, string? uid, long? gracePeriodSeconds, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();
}
