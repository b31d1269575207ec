using System.Text.Json;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>The store of one kind and the reflectors that feed it: one, or one for each watched namespace.</summary>
internal sealed class Informer<T>(
    InformerSpec<T> spec, ApiConnection connection, KubernetesClientSettings settings, TimeProvider time, Func<double> random, ILogger logger) : IInformer
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    private readonly LabelSelector _selector = LabelSelector.Parse(spec.LabelSelector);
    private readonly Func<T, T> _transform = spec.Transform ?? (entity => entity);
    private IReadOnlyList<Reflector<T>> _reflectors = [];

    public Type EntityType => typeof(T);

    public EntityStore<T> Store { get; } = new(time, logger, settings.DetectCacheMutations);

    public Task Synced => Store.Synced;

    public DateTimeOffset? LastActivity => _reflectors.Count == 0 || _reflectors.Any(r => r.LastActivity is null) ? null : _reflectors.Min(r => r.LastActivity);

    public TimeSpan Idle => _reflectors.Count == 0 ? TimeSpan.Zero : _reflectors.Max(r => r.Idle);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var namespaces = await ScopeDiscovery.NamespacesToWatchAsync(
            connection, Client.EntityType.Of<T>(), settings.WatchNamespaces, time, random, logger, cancellationToken).ConfigureAwait(false);
        _reflectors = [.. namespaces.Select(CreateReflector)];
        await Task.WhenAll([
            .. _reflectors.Select(r => r.RunAsync(cancellationToken)),
            MarkSyncedAsync(cancellationToken),
            ResyncAsync(cancellationToken),
        ]).ConfigureAwait(false);
    }

    public EntityKey? FindMutation() => Store.FindMutation();

    public void Written(byte[] answer)
    {
        var header = Header(answer);
        if (IsWatched(header.Key.Namespace) && Store.IsNews(header.Key, header.Version))
        {
            Put(EntityDecoder.Decode<T>(answer));
        }
    }

    public void Deleted(EntityKey key, byte[] answer)
    {
        if (!IsWatched(key.Namespace))
        {
            return;
        }

        if (IsStatus(answer))
        {
            if (EntityJson.Deserialize<V1Status>(answer).Details?.Uid is { } uid)
            {
                Store.Remove(key, ulong.MaxValue, uid);
            }

            return;
        }

        // Some kinds answer with the object, whether it is gone or held by a finalizer or its grace period.
        var entity = EntityDecoder.Decode<T>(answer);
        if (entity.Metadata.DeletionTimestamp is null)
        {
            Store.Remove(key, ulong.MaxValue, entity.Metadata.Uid);
        }
        else
        {
            Put(entity);
        }
    }

    private void Put(T entity)
    {
        var meta = entity.Metadata;
        if (meta.DeletionTimestamp is not null && meta.Finalizers is not { Count: > 0 } && meta.DeletionGracePeriodSeconds is not > 0)
        {
            // That write, or delete, took the last hold away.
            Store.Remove(EntityKey.Of(entity), ulong.MaxValue, meta.Uid);
        }
        else if (_selector.Matches(meta.Labels))
        {
            Store.Upsert(_transform(entity));
        }
    }

    private bool IsWatched(string? ns) => ns is null || settings.WatchNamespaces.Count == 0 || settings.WatchNamespaces.Contains(ns);

    private Reflector<T> CreateReflector(string? ns)
    {
        var query = new ListQuery(Client.EntityType.Of<T>().CollectionPath(ns), spec.LabelSelector, settings.PageSize);
        return new Reflector<T>(connection, query, ns, Store, _transform, time, random, logger);
    }

    private async Task MarkSyncedAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_reflectors.Select(r => r.Synced)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
        {
            Store.MarkSynced();
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(settings.ResyncPeriod * (0.9 + (0.2 * random())), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            Store.Resync();
        }
    }

    private static ObjectHeader Header(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        return ObjectHeader.Read(ref reader);
    }

    private static bool IsStatus(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind)
            {
                return reader.ValueTextEquals("Status"u8);
            }

            reader.Skip();
        }

        return false;
    }
}
