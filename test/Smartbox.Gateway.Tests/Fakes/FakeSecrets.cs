using System.Collections.Concurrent;
using System.Text;
using k8s;
using k8s.Models;
using Smartbox.Api;
using Smartbox.Kubernetes;
using Smartbox.Protocol.Assertions;

namespace Smartbox.Gateway.Tests.Fakes;

/// <summary>An API server that has Secrets and nothing else; the gateway may ask it for nothing else.</summary>
internal sealed class FakeSecrets : IKubernetesClient
{
    private readonly ConcurrentDictionary<string, V1Secret> _secrets = new(StringComparer.Ordinal);

    public int Reads;

    public void Put(string name, SigningKey key) => _secrets[name] = new V1Secret
    {
        Data = new Dictionary<string, byte[]>
        {
            [Names.PrivatePemKey] = Encoding.UTF8.GetBytes(key.ExportPrivatePem()),
            [Names.PublicPemKey] = Encoding.UTF8.GetBytes(key.ExportPublicPem()),
        },
    };

    public Task<T?> GetAsync<T>(string? ns, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        Interlocked.Increment(ref Reads);
        return Task.FromResult(ns == Names.SystemNamespace ? _secrets.GetValueOrDefault(name) as T : null);
    }

    public Task<IReadOnlyList<T>> ListAsync<T>(string? ns, string? labelSelector, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> CreateAsync<T>(T entity, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> ApplyAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> ApplyStatusAsync<T>(T entity, string fieldManager, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task<T> PatchAsync<T>(string? ns, string name, V1Patch patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();

    public Task DeleteAsync<T>(string? ns, string name, string? uid, long? gracePeriodSeconds, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>, new() => throw new NotSupportedException();
}
