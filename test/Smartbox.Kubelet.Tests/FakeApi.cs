using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Smartbox.Kubernetes;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Kubelet.Tests;

/// <summary>An API server as far as the kubelet sees one.</summary>
internal sealed class FakeApi : IKubernetesClient, ISubresourceClient, IEventRecorder
{
    public FakeKind<V1Pod> Pods { get; } = new();

    public FakeKind<V1Secret> Secrets { get; } = new();

    public FakeKind<V1ConfigMap> ConfigMaps { get; } = new();

    public FakeKind<V1PersistentVolumeClaim> Claims { get; } = new();

    public FakeKind<V1Node> Nodes { get; } = new();

    /// <summary>Reason and note of each event.</summary>
    public ConcurrentQueue<string> Events { get; } = new();

    public KubeletClients Clients => new(this, this, this, Pods, Secrets, ConfigMaps, Claims, Pods, Secrets, ConfigMaps, Claims);

    public Task<T?> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Task.FromResult(Of<T>().Get(ns, name));

    public Task<IReadOnlyList<T>> ListAsync<T>(string? ns, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Task.FromResult<IReadOnlyList<T>>([.. Of<T>().List(ns)]);

    public Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Task.FromResult(Of<T>().Create(entity));

    public Task CreateAsync<T, TBody>(string? ns, string name, string subresource, TBody body, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        Pods.Change(ns, name, p => p.Spec.NodeName = ((V1Binding)(object)body!).Target.Name);
        return Task.CompletedTask;
    }

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Task.FromResult(Of<T>().Create(entity));

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var meta = entity.Metadata;
        return Task.FromResult(Of<T>().Change(meta.NamespaceProperty, meta.Name, current =>
        {
            if (meta.Uid is not null && meta.Uid != current.Metadata.Uid)
            {
                throw new Kubernetes.KubernetesException(409, null, "another uid");
            }

            typeof(T).GetProperty("Status")!.SetValue(current, typeof(T).GetProperty("Status")!.GetValue(entity));
        }));
    }

    public Task<T> PatchAsync<T>(string? ns, string name, V1Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var claim = KubernetesJson.Deserialize<V1PersistentVolumeClaim>((string)patch.Content);
        Claims.Change(ns, name, current =>
        {
            current.Metadata.Finalizers = claim.Metadata.Finalizers ?? current.Metadata.Finalizers;
            current.Spec.VolumeName = claim.Spec?.VolumeName ?? current.Spec.VolumeName;
        });
        if (Claims.Get(ns, name) is { Metadata: { DeletionTimestamp: not null, Finalizers.Count: 0 } })
        {
            Claims.Remove(ns, name, null);
        }

        return Task.FromResult(new T());
    }

    public Task DeleteAsync<T>(string? ns, string name, string? uid, long? gracePeriodSeconds, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        Of<T>().Remove(ns, name, uid);
        return Task.CompletedTask;
    }

    public void Record(IKubernetesObject<V1ObjectMeta> entity, string type, string reason, string action, string note) => Events.Enqueue($"{reason}: {note}");

    /// <summary>Marks a pod for deletion, as the server does for a pod that a node has.</summary>
    public void DeletePod(string name, long grace) => Pods.Change("default", name, pod =>
    {
        pod.Metadata.DeletionTimestamp = DateTime.UnixEpoch;
        pod.Metadata.DeletionGracePeriodSeconds = grace;
    });

    private FakeKind<T> Of<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>, new() =>
        Pods as FakeKind<T> ?? Secrets as FakeKind<T> ?? ConfigMaps as FakeKind<T> ?? Claims as FakeKind<T> ?? Nodes as FakeKind<T>
        ?? throw new NotSupportedException(typeof(T).Name);
}
