using k8s;
using k8s.Models;
using Smartbox.Kubernetes;

namespace Smartbox.Operator.Tests.Fakes;

/// <summary>A cache that is never behind, with the label selector and the transform of the real one.</summary>
internal sealed class FakeCache<T>(FakeCluster cluster, Func<T, bool>? selects = null, Func<T, T>? transform = null) : IEntityCache<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    public bool HasSynced => true;

    public T? Get(string? ns, string name) => cluster.Find<T>(ns, name) is { } found && Selects(found) ? Transform(found) : null;

    public IReadOnlyCollection<T> List(string? ns = null) => [.. cluster.All<T>(ns).Where(Selects).Select(Transform)];

    private bool Selects(T entity) => selects?.Invoke(entity) ?? true;

    private T Transform(T entity) => transform?.Invoke(entity) ?? entity;
}
