using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Informers;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Client;

/// <summary>The calls of <see cref="IKubernetesClient"/> over one connection.</summary>
internal sealed class EntityClient(
    ApiConnection connection, RetryPolicy retries, int pageSize, IWriteObserver observer, TimeProvider time, Func<double> random)
    : IKubernetesClient, ISubresourceClient
{
    private static readonly byte[] s_deleteNow = "{}"u8.ToArray();

    public async Task<T?> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        try
        {
            var body = await CallAsync(new ApiRequest(HttpMethod.Get, EntityType.Of<T>().ObjectPath(ns, name)), cancellationToken).ConfigureAwait(false);
            return EntityDecoder.Decode<T>(body);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string? ns, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var items = new List<T>();
        var query = new ListQuery(EntityType.Of<T>().CollectionPath(ns), labelSelector, pageSize);
        for (string? next = null; ;)
        {
            byte[] body;
            try
            {
                body = await CallAsync(new ApiRequest(HttpMethod.Get, query.Page(next)), cancellationToken).ConfigureAwait(false);
            }
            // The snapshot that the pages come from was compacted: start again, in one piece.
            catch (KubernetesException e) when (e.StatusCode == 410 && next is not null)
            {
                items.Clear();
                body = await CallAsync(new ApiRequest(HttpMethod.Get, query.Whole()), cancellationToken).ConfigureAwait(false);
            }

            var page = ListPage.Parse(body);
            foreach (var item in page.Items)
            {
                items.Add(EntityDecoder.Decode<T>(body.AsSpan(item.Body)));
            }

            next = page.Continue;
            if (next is null)
            {
                return items;
            }
        }
    }

    public Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var path = EntityType.Of<T>().CollectionPath(entity.Metadata.NamespaceProperty);
        return WriteAsync<T>(new ApiRequest(HttpMethod.Post, path, EntityJson.Serialize(Named(entity))), cancellationToken);
    }

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() =>
        SendApplyAsync<T>(entity, "", fieldManager, EntityJson.Serialize(Named(entity)), cancellationToken);

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() =>
        SendApplyAsync<T>(entity, "/status", fieldManager, StatusBody.Serialize(Named(entity)), cancellationToken);

    public Task<T> PatchAsync<T>(string? ns, string name, V1Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var contentType = patch.Type switch
        {
            V1Patch.PatchType.JsonPatch => "application/json-patch+json",
            V1Patch.PatchType.MergePatch => "application/merge-patch+json",
            V1Patch.PatchType.StrategicMergePatch => "application/strategic-merge-patch+json",
            _ => throw new ArgumentException("An apply needs a field manager: use ApplyAsync.", nameof(patch)),
        };
        var body = patch.Content as string is { } text
            ? Encoding.UTF8.GetBytes(text)
            : JsonSerializer.SerializeToUtf8Bytes(patch.Content, EntityJson.Options.GetTypeInfo(patch.Content.GetType()));
        return WriteAsync<T>(new ApiRequest(HttpMethod.Patch, EntityType.Of<T>().ObjectPath(ns, name), body, contentType), cancellationToken);
    }

    public async Task DeleteAsync<T>(string? ns, string name, string? uid, long? gracePeriodSeconds, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var body = uid is null && gracePeriodSeconds is null
            ? s_deleteNow
            : EntityJson.Serialize(new V1DeleteOptions
            {
                GracePeriodSeconds = gracePeriodSeconds,
                Preconditions = uid is null ? null : new V1Preconditions { Uid = uid },
            });
        byte[] answer;
        try
        {
            answer = await CallAsync(new ApiRequest(HttpMethod.Delete, EntityType.Of<T>().ObjectPath(ns, name), body), cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            return;
        }

        observer.Deleted<T>(new EntityKey(ns, name), answer);
    }

    public Task CreateAsync<T, TBody>(string? ns, string name, string subresource, TBody body, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() =>
        CallAsync(new ApiRequest(HttpMethod.Post, $"{EntityType.Of<T>().ObjectPath(ns, name)}/{subresource}", EntityJson.Serialize(body)), cancellationToken);

    private Task<T> SendApplyAsync<T>(T entity, string subresource, string fieldManager, byte[] body, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var path = EntityType.Of<T>().ObjectPath(entity.Metadata.NamespaceProperty, entity.Metadata.Name);
        var query = $"?fieldManager={Uri.EscapeDataString(fieldManager)}&force=true";
        return WriteAsync<T>(new ApiRequest(HttpMethod.Patch, path + subresource + query, body, "application/apply-patch+yaml"), cancellationToken);
    }

    private async Task<T> WriteAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        var answer = await CallAsync(request, cancellationToken).ConfigureAwait(false);
        observer.Written<T>(answer);
        return EntityDecoder.Decode<T>(answer);
    }

    private async Task<byte[]> CallAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (KubernetesException e) when (retries.DelayBefore(attempt + 1, e, random()) is { } wait)
            {
                ClientMetrics.Retries.WithLabels(e.StatusCode.ToString(), request.Method.Method).Inc();
                delay = wait;
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<byte[]> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(retries.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await connection.SendAsync(request, either.Token).ConfigureAwait(false);
            return await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesException(0, null, $"{request.Method} {request.Path}: no answer within {retries.AttemptTimeout.TotalSeconds} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new KubernetesException(0, null, $"{request.Method} {request.Path}: {e.Message}", e);
        }
    }

    private static T Named<T>(T entity)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        entity.ApiVersion ??= EntityType.Of<T>().ApiVersion;
        entity.Kind ??= EntityType.Of<T>().Kind;
        return entity;
    }
}
