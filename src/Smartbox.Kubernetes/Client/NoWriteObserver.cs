namespace Smartbox.Kubernetes.Client;

/// <summary>For clients of kinds that nobody caches.</summary>
internal sealed class NoWriteObserver : IWriteObserver
{
    public void Written<T>(byte[] answer)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>, new()
    {
    }

    public void Deleted<T>(EntityKey key, byte[] answer)
        where T : class, k8s.IKubernetesObject<k8s.Models.V1ObjectMeta>, new()
    {
    }
}
