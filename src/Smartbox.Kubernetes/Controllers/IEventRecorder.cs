using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>Writes <c>events.k8s.io/v1</c> events about objects; never blocks and never fails its caller.</summary>
public interface IEventRecorder
{
    /// <param name="entity">What the event is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">CamelCase.</param>
    /// <param name="action">What was being done, CamelCase.</param>
    /// <param name="note">A sentence, at most 1 kB.</param>
    void Record(IKubernetesObject<V1ObjectMeta> entity, string type, string reason, string action, string note);
}
