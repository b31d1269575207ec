using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Tests.Controllers;

/// <summary>Records patches and answers them with an object of the test's making.</summary>
internal sealed class FakeClient : IKubernetesClient
{
    public List<(string Name, string Patch)> Patches { get; } = [];

    public Func<object>? Answer { get; set; }

    public Task<T> PatchAsync<T>(string? ns, string name, V1Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        Patches.Add((name, (string)patch.Content));
        return Task.FromResult((T)Answer!());
    }

    public Task<T?> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<IReadOnlyList<T>> ListAsync<T>(string? ns, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task DeleteAsync<T>(string? ns, string name, string? uid, long? gracePeriodSeconds, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();
}
