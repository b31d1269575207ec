using k8s;
using k8s.Models;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Tests;

/// <summary>The objects of one kind, as a cache and a watch show them. Each version is an object of its own.</summary>
internal sealed class FakeKind<T> : IEntityCache<T>, IEntityEvents<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityKey, T> _objects = [];
    private readonly List<Action<EntityEvent<T>>> _handlers = [];
    private readonly List<T> _history = [];
    private long _version;

    public bool HasSynced => true;

    public Task Synced => Task.CompletedTask;

    /// <summary>Every version that was written.</summary>
    public IReadOnlyList<T> History
    {
        get
        {
            lock (_lock)
            {
                return [.. _history];
            }
        }
    }

    public T? Get(string? ns, string name)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(new EntityKey(ns, name));
        }
    }

    public IReadOnlyCollection<T> List(string? ns = null)
    {
        lock (_lock)
        {
            return [.. _objects.Values.Where(o => ns is null || o.Metadata.NamespaceProperty == ns)];
        }
    }

    public T Create(T entity)
    {
        entity.Metadata.Uid ??= Guid.NewGuid().ToString();
        return Put(entity, EntityEventType.Added);
    }

    /// <summary>Changes a copy and puts it in place.</summary>
    public T Change(string? ns, string name, Action<T> change)
    {
        lock (_lock)
        {
            if (!_objects.TryGetValue(new EntityKey(ns, name), out var current))
            {
                throw new Kubernetes.KubernetesException(404, null, $"{name} not found");
            }

            var copy = KubernetesJson.Deserialize<T>(KubernetesJson.Serialize(current));
            change(copy);
            return Put(copy, EntityEventType.Modified, current);
        }
    }

    public void Remove(string? ns, string name, string? uid)
    {
        lock (_lock)
        {
            if (_objects.TryGetValue(new EntityKey(ns, name), out var current) && (uid is null || current.Metadata.Uid == uid))
            {
                _objects.Remove(new EntityKey(ns, name));
                _handlers.ForEach(h => h(new EntityEvent<T>(EntityEventType.Deleted, current, current)));
            }
        }
    }

    public IDisposable Subscribe(Action<EntityEvent<T>> handler)
    {
        lock (_lock)
        {
            foreach (var entity in _objects.Values)
            {
                handler(new EntityEvent<T>(EntityEventType.Added, entity, null));
            }

            _handlers.Add(handler);
            return new Unsubscriber(() =>
            {
                lock (_lock)
                {
                    _handlers.Remove(handler);
                }
            });
        }
    }

    private T Put(T entity, EntityEventType type, T? previous = null)
    {
        lock (_lock)
        {
            entity.Metadata.ResourceVersion = (++_version).ToString();
            _objects[EntityKey.Of(entity)] = entity;
            _history.Add(entity);
            _handlers.ForEach(h => h(new EntityEvent<T>(type, entity, previous)));
            return entity;
        }
    }

    private sealed class Unsubscriber(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
