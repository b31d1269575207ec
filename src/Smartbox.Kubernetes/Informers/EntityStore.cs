using System.Collections.Concurrent;
using System.Collections.Immutable;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Smartbox.Kubernetes.Informers;

/// <summary>The objects of one kind. Only a newer version replaces what is there, whichever way it came.</summary>
internal sealed class EntityStore<T>(TimeProvider time, ILogger logger, bool detectMutations = false) : IEntityCache<T>, IEntityEvents<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>Longer than any call may take.</summary>
    private static readonly TimeSpan s_tombstoneLife = TimeSpan.FromMinutes(2);

    // Readers take no lock: a subscriber of one store may read another one without any order of locks.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, T>> _namespaces = new(1, 1, StringComparer.Ordinal);
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly MutationDetector<T>? _mutations = detectMutations ? new MutationDetector<T>() : null;

    // Guards all changes, and with them their order for subscribers.
    private readonly Lock _lock = new();
    private readonly Dictionary<EntityKey, Tombstone> _tombstones = [];
    private readonly Queue<(EntityKey Key, long Expires)> _expiries = [];
    private ImmutableArray<Subscription> _subscriptions = [];

    public bool HasSynced => _synced.Task.IsCompleted;

    public Task Synced => _synced.Task;

    /// <summary>Deletions that are remembered.</summary>
    internal int TombstoneCount
    {
        get
        {
            lock (_lock)
            {
                return _tombstones.Count;
            }
        }
    }

    public T? Get(string? ns, string name) =>
        _namespaces.TryGetValue(ns ?? "", out var objects) && objects.TryGetValue(name, out var entity) ? entity : null;

    public IReadOnlyCollection<T> List(string? ns = null)
    {
        if (ns is not null)
        {
            return _namespaces.TryGetValue(ns, out var objects) ? [.. objects.Values] : [];
        }

        var all = new List<T>();
        foreach (var (_, objects) in _namespaces)
        {
            all.AddRange(objects.Values);
        }

        return all;
    }

    public IDisposable Subscribe(Action<EntityEvent<T>> handler)
    {
        lock (_lock)
        {
            var subscription = new Subscription(this, handler);
            foreach (var entity in List())
            {
                Call(subscription, new EntityEvent<T>(EntityEventType.Added, entity, null));
            }

            _subscriptions = _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>A cached object that somebody changed; null when there is none, or nobody looks.</summary>
    public EntityKey? FindMutation() => _mutations?.Find();

    public void MarkSynced() => _synced.TrySetResult();

    /// <summary>True when an object of this version would change the store; a cheap look before it is decoded.</summary>
    public bool IsNews(EntityKey key, ulong version) => Get(key.Namespace, key.Name) is not { } current || ResourceVersion.Of(current) < version;

    /// <summary>Puts an object in its place unless the store knows a newer one or its deletion.</summary>
    /// <param name="entity">The object, the store's own from here on.</param>
    /// <param name="force">Replaces a newer version too: the server's history went back (an etcd restored from a backup).</param>
    public void Upsert(T entity, bool force = false)
    {
        var key = EntityKey.Of(entity);
        var version = ResourceVersion.Of(entity);
        lock (_lock)
        {
            var current = Get(key.Namespace, key.Name);
            if (!force && ((current is not null && ResourceVersion.Of(current) >= version) || IsBuried(key, entity.Metadata.Uid, version)))
            {
                return;
            }

            var objects = _namespaces.GetOrAdd(key.Namespace ?? "", _ => new ConcurrentDictionary<string, T>(1, 7, StringComparer.Ordinal));
            objects[key.Name] = entity;
            _mutations?.Remember(entity);
            Dispatch(new EntityEvent<T>(current is null ? EntityEventType.Added : EntityEventType.Modified, entity, current));
        }
    }

    /// <summary>Takes an object out, unless a newer version (a successor of the same name) is there.</summary>
    /// <param name="key">Which.</param>
    /// <param name="version">Version of the deletion; <see cref="ulong.MaxValue"/> when the object of this UID is gone for good.</param>
    /// <param name="uid">UID of what was deleted, when known.</param>
    /// <param name="last">Its last state, when known.</param>
    public void Remove(EntityKey key, ulong version, string? uid, T? last = null)
    {
        lock (_lock)
        {
            Bury(key, new Tombstone(uid, version, time.GetTimestamp() + (long)(s_tombstoneLife.TotalSeconds * time.TimestampFrequency)));
            if (!_namespaces.TryGetValue(key.Namespace ?? "", out var objects) || !objects.TryGetValue(key.Name, out var current))
            {
                return;
            }

            var isOther = uid is not null && current.Metadata.Uid != uid;
            if (ResourceVersion.Of(current) > version || (isOther && version == ulong.MaxValue))
            {
                return;
            }

            objects.TryRemove(key.Name, out _);
            if (objects.IsEmpty)
            {
                _namespaces.TryRemove(key.Namespace ?? "", out _);
            }

            Dispatch(new EntityEvent<T>(EntityEventType.Deleted, last ?? current, current));
        }
    }

    /// <summary>After a list: takes out what it did not show, which are the deletions that no watch told of.</summary>
    /// <param name="ns">The namespace that was listed; null for all.</param>
    /// <param name="seen">What the list showed.</param>
    /// <param name="version">Version of the list; what was written after it stays.</param>
    public void RemoveUnseen(string? ns, HashSet<EntityKey> seen, ulong version)
    {
        foreach (var entity in List(ns))
        {
            var key = EntityKey.Of(entity);
            if (!seen.Contains(key))
            {
                Remove(key, version, entity.Metadata.Uid);
            }
        }
    }

    /// <summary>Reminds subscribers of everything.</summary>
    public void Resync()
    {
        lock (_lock)
        {
            foreach (var entity in List())
            {
                Dispatch(new EntityEvent<T>(EntityEventType.Resynced, entity, entity));
            }
        }
    }

    private void Dispatch(EntityEvent<T> change)
    {
        foreach (var subscription in _subscriptions)
        {
            Call(subscription, change);
        }
    }

    private void Call(Subscription subscription, EntityEvent<T> change)
    {
        try
        {
            subscription.Handler(change);
        }
        // One bad subscriber must stop neither the watch nor the others; it hears of the object again at the next change or resync.
        catch (Exception e)
        {
            Log.SubscriberFailed(logger, typeof(T).Name, EntityKey.Of(change.Entity), e);
        }
    }

    private bool IsBuried(EntityKey key, string? uid, ulong version) =>
        _tombstones.TryGetValue(key, out var stone) && (version <= stone.Version) && (stone.Version != ulong.MaxValue || stone.Uid == uid);

    private void Bury(EntityKey key, Tombstone stone)
    {
        while (_expiries.TryPeek(out var oldest) && oldest.Expires < time.GetTimestamp())
        {
            _expiries.Dequeue();
            if (_tombstones.TryGetValue(oldest.Key, out var expired) && expired.Expires == oldest.Expires)
            {
                _tombstones.Remove(oldest.Key);
            }
        }

        _tombstones[key] = stone;
        _expiries.Enqueue((key, stone.Expires));
    }

    private sealed class Subscription(EntityStore<T> store, Action<EntityEvent<T>> handler) : IDisposable
    {
        public Action<EntityEvent<T>> Handler { get; } = handler;

        public void Dispose()
        {
            lock (store._lock)
            {
                store._subscriptions = store._subscriptions.Remove(this);
            }
        }
    }
}
