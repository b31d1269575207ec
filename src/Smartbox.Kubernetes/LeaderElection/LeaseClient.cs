using System.Text.Json.Nodes;
using k8s.Models;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Informers;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.LeaderElection;

/// <summary>The lease by way of its own connection.</summary>
internal sealed class LeaseClient(ApiConnection connection, string ns, string name, TimeSpan attemptTimeout, TimeProvider time) : ILeaseClient
{
    // The elector has its own idea of when to try again.
    private readonly EntityClient _client = new(connection, new RetryPolicy(1, attemptTimeout), 1, new NoWriteObserver(), time, () => 0);

    public Task<V1Lease?> GetAsync(CancellationToken cancellationToken) => _client.GetAsync<V1Lease>(ns, name, cancellationToken);

    public Task<V1Lease> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken)
    {
        var lease = new V1Lease { Metadata = new V1ObjectMeta { NamespaceProperty = ns, Name = name }, Spec = spec };
        return _client.CreateAsync(lease, cancellationToken);
    }

    public Task<V1Lease> UpdateAsync(V1LeaseSpec spec, string resourceVersion, CancellationToken cancellationToken)
    {
        var changes = JsonNode.Parse(EntityJson.Serialize(spec))!;

        // A merge patch removes only what it says is null.
        changes["holderIdentity"] = spec.HolderIdentity;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion }, ["spec"] = changes };
        return _client.PatchAsync<V1Lease>(ns, name, new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), cancellationToken);
    }

    public async Task<V1Lease?> NextAsync(string resourceVersion, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var query = new ListQuery(EntityType.Of<V1Lease>().CollectionPath(ns), null, 1, $"metadata.name={name}");
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var request = new ApiRequest(HttpMethod.Get, query.Watch(resourceVersion, (int)Math.Ceiling(atMost.TotalSeconds)));
            using var response = await connection.SendAsync(request, either.Token).ConfigureAwait(false);
            var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                using var lines = new LineReader(stream, () => { });
                while (await lines.ReadLineAsync(either.Token).ConfigureAwait(false) is { } line)
                {
                    var frame = WatchFrame.Parse(line.Span);
                    if (frame.Type != WatchFrameType.Bookmark)
                    {
                        return frame.Type is WatchFrameType.Added or WatchFrameType.Modified
                            ? EntityDecoder.Decode<V1Lease>(line.Span[frame.Object.Body])
                            : null;
                    }
                }

                return null;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new KubernetesException(0, null, $"The watch of the lease {ns}/{name} broke: {e.Message}", e);
        }
    }
}
