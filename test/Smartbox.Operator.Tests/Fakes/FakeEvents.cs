using k8s;
using k8s.Models;
using Smartbox.Kubernetes.Controllers;

namespace Smartbox.Operator.Tests.Fakes;

internal sealed class FakeEvents : IEventRecorder
{
    public List<(string Type, string Reason, string Note)> Recorded { get; } = [];

    public void Record(IKubernetesObject<V1ObjectMeta> entity, string type, string reason, string action, string note) => Recorded.Add((type, reason, note));
}
