using System.Collections.Frozen;
using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Client;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Leads the answers to a client's writes into the caches of their kinds.</summary>
internal sealed class OwnWrites(IEnumerable<IInformer> informers) : IWriteObserver
{
    private readonly FrozenDictionary<Type, IInformer> _informers = informers.ToFrozenDictionary(i => i.EntityType);

    public void Written<T>(byte[] answer)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        if (_informers.TryGetValue(typeof(T), out var informer))
        {
            informer.Written(answer);
        }
    }

    public void Deleted<T>(EntityKey key, byte[] answer)
        where T : class, IKubernetesObject<V1ObjectMeta>, new()
    {
        if (_informers.TryGetValue(typeof(T), out var informer))
        {
            informer.Deleted(key, answer);
        }
    }
}
