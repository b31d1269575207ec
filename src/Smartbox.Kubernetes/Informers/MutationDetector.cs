using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Remembers what cached objects looked like, for as long as anybody holds them, and finds those that were changed.</summary>
internal sealed class MutationDetector<T>
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    private readonly ConditionalWeakTable<T, byte[]> _hashes = [];

    public void Remember(T entity) => _hashes.AddOrUpdate(entity, Hash(entity));

    public EntityKey? Find()
    {
        foreach (var (entity, hash) in _hashes)
        {
            if (!hash.AsSpan().SequenceEqual(Hash(entity)))
            {
                return EntityKey.Of(entity);
            }
        }

        return null;
    }

    private static byte[] Hash(T entity) => SHA256.HashData(EntityJson.Serialize(entity));
}
