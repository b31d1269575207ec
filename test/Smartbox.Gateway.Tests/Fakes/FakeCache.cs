using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Smartbox.Kubernetes;

namespace Smartbox.Gateway.Tests.Fakes;

/// <summary>Cache and events of one kind, filled by the test.</summary>
internal sealed class FakeCache<T> : IEntityCache<T>, IEntityEvents<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    private readonly ConcurrentDictionary<EntityKey, T> _entities = new();
    private readonly TaskCompletionSource _synced = new();
    private Action<EntityEvent<T>> _handlers = _ => { };

    public bool HasSynced => _synced.Task.IsCompleted;

    public Task Synced => _synced.Task;

    public void Sync() => _synced.TrySetResult();

    public T? Get(string? ns, string name) => _entities.GetValueOrDefault(new EntityKey(ns, name));

    public IReadOnlyCollection<T> List(string? ns = null) => [.. _entities.Values.Where(entity => ns is null || entity.Metadata.NamespaceProperty == ns)];

    public IDisposable Subscribe(Action<EntityEvent<T>> handler)
    {
        _handlers += handler;
        return new Subscription();
    }

    public void Put(T entity)
    {
        _entities[EntityKey.Of(entity)] = entity;
        _handlers(new EntityEvent<T>(EntityEventType.Modified, entity, null));
    }

    public void Remove(T entity)
    {
        _entities.TryRemove(EntityKey.Of(entity), out _);
        _handlers(new EntityEvent<T>(EntityEventType.Deleted, entity, null));
    }

    private sealed class Subscription : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
