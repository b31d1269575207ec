using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>What <see cref="IOperatorBuilder"/> was told about one controller.</summary>
internal sealed class ControllerSpec<T>(string name)
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    public string Name { get; } = name;

    public int MaxConcurrency { get; set; } = 16;

    /// <summary>Subscribes to one source each and adds the keys that its changes concern.</summary>
    public List<Func<IServiceProvider, Action<EntityKey>, IDisposable>> Sources { get; } = [];

    /// <summary>When each source has synced.</summary>
    public List<Func<IServiceProvider, Task>> Barriers { get; } = [];
}
