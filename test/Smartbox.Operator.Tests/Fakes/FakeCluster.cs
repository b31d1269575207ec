using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using KubernetesException = Smartbox.Kubernetes.KubernetesException;

namespace Smartbox.Operator.Tests.Fakes;

/// <summary>An API server in memory, as far as the operator can tell: names, UIDs, versions, graceful deletion, status, patches. Every cache shows it at once.</summary>
internal sealed class FakeCluster(TimeProvider time) : IKubernetesClient
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Type Kind, string? Ns, string Name), IKubernetesObject<V1ObjectMeta>> _objects = [];
    private int _counter;
    private int? _failAt;
    private bool _failAfter;

    /// <summary>Every write that was sent, failed ones included: verb and object.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>Writes that changed something.</summary>
    public int Changes { get; private set; }

    /// <summary>Answers a create of a pod instead of doing it.</summary>
    public KubernetesException? RefusePods { get; set; }

    /// <summary>Lets one write fail, before it is done or after.</summary>
    public void FailWrite(int number, bool afterwards)
    {
        _failAt = Writes.Count + number;
        _failAfter = afterwards;
    }

    public T? Find<T>(string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        lock (_lock)
        {
            return _objects.TryGetValue((typeof(T), ns, name), out var found) ? Clone((T)found) : null;
        }
    }

    public IReadOnlyList<T> All<T>(string? ns = null)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        lock (_lock)
        {
            return [.. _objects.Where(entry => entry.Key.Kind == typeof(T) && (ns is null || entry.Key.Ns == ns)).Select(entry => Clone((T)entry.Value))];
        }
    }

    /// <summary>A person's or a kubelet's write: not counted.</summary>
    public T Put<T>(T entity)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        lock (_lock)
        {
            var key = Key(entity);
            var stored = Clone(entity);
            stored.Metadata.Uid ??= $"uid-{++_counter}";
            stored.Metadata.Generation ??= 1;
            stored.Metadata.CreationTimestamp ??= time.GetUtcNow().UtcDateTime;
            stored.Metadata.ResourceVersion = (++_counter).ToString();
            _objects[key] = stored;
            return Clone(stored);
        }
    }

    public void Change<T>(string? ns, string name, Action<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var entity = Find<T>(ns, name) ?? throw new InvalidOperationException($"There is no {typeof(T).Name} {name}.");
        change(entity);
        Put(entity);
    }

    public void Remove<T>(string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        lock (_lock)
        {
            _objects.Remove((typeof(T), ns, name));
        }
    }

    public Task<T?> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Task.FromResult(Find<T>(ns, name));

    public Task<IReadOnlyList<T>> ListAsync<T>(string? ns, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Task.FromResult(All<T>(ns));

    public Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Write("create", entity.Metadata, typeof(T), () =>
    {
        if (entity is V1Pod && RefusePods is { } refusal)
        {
            throw refusal;
        }

        if (_objects.ContainsKey(Key(entity)))
        {
            throw Error(409, "AlreadyExists");
        }

        return Put(entity);
    });

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException("The operator applies status only.");

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Write("status", entity.Metadata, typeof(T), () =>
    {
        var live = Live<T>(entity.Metadata.NamespaceProperty, entity.Metadata.Name);
        if ((entity.Metadata.Uid ?? live.Metadata.Uid) != live.Metadata.Uid
            || (entity.Metadata.ResourceVersion ?? live.Metadata.ResourceVersion) != live.Metadata.ResourceVersion)
        {
            throw Error(409, "Conflict");
        }

        switch (live, entity)
        {
            case (SmartboxResource box, SmartboxResource next):
                box.Status = next.Status;
                break;
            case (SmartboxStoreResource store, SmartboxStoreResource next):
                store.Status = next.Status;
                break;
            default:
                throw new NotSupportedException(typeof(T).Name);
        }

        return Put(live);
    });

    public Task<T> PatchAsync<T>(string? ns, string name, V1Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Write("patch", new V1ObjectMeta { NamespaceProperty = ns, Name = name }, typeof(T), () =>
    {
        var json = JsonNode.Parse(KubernetesJson.Serialize(Live<T>(ns, name)))!;
        foreach (var operation in JsonNode.Parse((string)patch.Content)!.AsArray())
        {
            Apply(json, operation!);
        }

        return Put(KubernetesJson.Deserialize<T>(json.ToJsonString()));
    });

    public Task DeleteAsync<T>(string? ns, string name, string? uid, long? gracePeriodSeconds, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Write("delete", new V1ObjectMeta { NamespaceProperty = ns, Name = name }, typeof(T), () =>
    {
        if (Find<T>(ns, name) is not { } live)
        {
            return new T();
        }

        if (uid is not null && uid != live.Metadata.Uid)
        {
            throw Error(409, "Conflict");
        }

        Delete(live, gracePeriodSeconds);
        return live;
    });

    /// <summary>What the API server does with a deletion: pods end gracefully, claims wait for their pod, boxes for their finalizer.</summary>
    public void Delete<T>(T live, long? gracePeriodSeconds = null)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var lingers = live switch
        {
            V1Pod pod => gracePeriodSeconds != 0 && pod.Spec?.NodeName is not null,
            V1PersistentVolumeClaim => All<V1Pod>(live.Metadata.NamespaceProperty).Any(pod => pod.Spec?.Volumes?.Any(volume =>
                volume.PersistentVolumeClaim?.ClaimName == live.Metadata.Name) == true),
            _ => live.Metadata.Finalizers is { Count: > 0 },
        };
        if (!lingers)
        {
            Remove<T>(live.Metadata.NamespaceProperty, live.Metadata.Name);
            return;
        }

        var grace = live is V1Pod ? TimeSpan.FromSeconds(gracePeriodSeconds ?? 90) : TimeSpan.Zero;
        live.Metadata.DeletionTimestamp ??= (time.GetUtcNow() + grace).UtcDateTime;
        Put(live);
    }

    private Task<T> Write<T>(string verb, V1ObjectMeta metadata, Type kind, Func<T> write)
    {
        lock (_lock)
        {
            Writes.Add($"{verb} {kind.Name} {metadata.Name}");
            var fails = _failAt == Writes.Count;
            if (fails && !_failAfter)
            {
                return Task.FromException<T>(Error(500, "InternalError"));
            }

            try
            {
                var result = write();
                Changes++;
                return fails ? Task.FromException<T>(Error(504, "Timeout")) : Task.FromResult(result);
            }
            catch (KubernetesException e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    private T Live<T>(string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => Find<T>(ns, name) ?? throw Error(404, "NotFound");

    private static void Apply(JsonNode root, JsonNode operation)
    {
        var path = operation["path"]!.GetValue<string>().Split('/')[1..];
        var parent = path[..^1].Aggregate(root, (node, part) => node[part]!);
        if (operation["op"]!.GetValue<string>() == "test")
        {
            if (!JsonNode.DeepEquals(parent[path[^1]], operation["value"]))
            {
                throw Error(422, "Invalid");
            }
        }
        else
        {
            parent[path[^1]] = operation["value"]?.DeepClone();
        }
    }

    public static KubernetesException Error(int code, string reason, string message = "refused by the test") =>
        new(code, new V1Status { Code = code, Reason = reason, Message = message }, message);

    private static (Type Kind, string? Ns, string Name) Key<T>(T entity)
        where T : class, IKubernetesObject<V1ObjectMeta> => (typeof(T), entity.Metadata.NamespaceProperty, entity.Metadata.Name);

    private static T Clone<T>(T entity)
        where T : class, IKubernetesObject<V1ObjectMeta> => KubernetesJson.Deserialize<T>(KubernetesJson.Serialize(entity));
}
