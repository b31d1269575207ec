using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Asks the API server whether a kind is namespaced, which the models do not tell.</summary>
internal static class ScopeDiscovery
{
    private static readonly Backoff s_backoff = new(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(30), Jitter: 0.5);

    /// <summary>The namespaces to watch one by one; a single null stands for the whole cluster.</summary>
    public static async Task<IReadOnlyList<string?>> NamespacesToWatchAsync(
        ApiConnection connection, EntityType type, IList<string> wanted, TimeProvider time, Func<double> random, ILogger logger, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return [null];
        }

        for (var failures = 0; ; failures++)
        {
            TimeSpan delay;
            try
            {
                return await IsNamespacedAsync(connection, type, time, cancellationToken).ConfigureAwait(false) ? [.. wanted] : [null];
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                delay = s_backoff.After(failures, random());
                Log.WatchFailed(logger, type.Kind, delay, e);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsNamespacedAsync(ApiConnection connection, EntityType type, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var response = await connection.SendAsync(new ApiRequest(HttpMethod.Get, type.DiscoveryPath), either.Token).ConfigureAwait(false);
        var resources = EntityJson.Deserialize<V1APIResourceList>(await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false));
        var resource = resources.Resources.FirstOrDefault(r => r.Name == type.Plural)
            ?? throw new InvalidOperationException($"The API server has no {type}.");
        return resource.Namespaced;
    }
}
