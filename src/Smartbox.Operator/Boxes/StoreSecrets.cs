using System.Collections.Concurrent;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>The bucket keys of stores. Secrets are not watched: each is read at most every 30 s.</summary>
internal sealed class StoreSecrets(IKubernetesClient client, TimeProvider time)
{
    /// <value>30 s.</value>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<EntityKey, (DateTimeOffset ReadAt, IDictionary<string, byte[]> Data)> _known = new();

    /// <summary>Reads the keys of a store.</summary>
    /// <returns>The data, or null for a store without credentials; and what is wrong.</returns>
    public async Task<(IDictionary<string, byte[]>? Data, Problem? Problem)> ReadAsync(SmartboxStoreResource store, CancellationToken cancellationToken)
    {
        if (store.Spec.Credentials is not { SecretRef: var reference })
        {
            return (null, null);
        }

        var key = new EntityKey(reference.Namespace, reference.Name);
        if (_known.TryGetValue(key, out var known) && time.GetUtcNow() - known.ReadAt < Lifetime)
        {
            return (known.Data, null);
        }

        var secret = await client.GetAsync<V1Secret>(key.Namespace, key.Name, cancellationToken);
        var missing = secret is null
            ? $"Secret {key} does not exist"
            : new[] { StoreCredentialsCopy.AccessKeyId, StoreCredentialsCopy.SecretAccessKey }
                .Where(name => secret.Data?.ContainsKey(name) != true).Select(name => $"Secret {key} has no key {name}").FirstOrDefault();
        if (missing is not null)
        {
            _known.TryRemove(key, out _);
            return (null, new Problem(Reasons.CredentialMissing, $"{missing}, which SmartboxStore {store.Metadata.Name} needs: create it."));
        }

        _known[key] = (time.GetUtcNow(), secret!.Data);
        return (secret.Data, null);
    }
}
