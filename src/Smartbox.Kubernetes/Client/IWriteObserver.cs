using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Client;

/// <summary>Is told of each write of a client, so that caches show it before the watch does.</summary>
internal interface IWriteObserver
{
    /// <param name="answer">The written object as JSON.</param>
    void Written<T>(byte[] answer)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();

    /// <param name="key">What was deleted.</param>
    /// <param name="answer">The server's answer: a <c>Status</c> for an object that is gone, otherwise the object.</param>
    void Deleted<T>(EntityKey key, byte[] answer)
        where T : class, IKubernetesObject<V1ObjectMeta>, new();
}
