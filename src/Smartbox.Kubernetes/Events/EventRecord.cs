using k8s.Models;

namespace Smartbox.Kubernetes.Events;

/// <summary>One call of <see cref="Controllers.IEventRecorder.Record"/>; equal ones are one series.</summary>
internal sealed record EventRecord(EntityKey Key, string ApiVersion, string Kind, string? Uid, string Type, string Reason, string Action, string Note)
{
    public V1ObjectReference Reference() => new() { ApiVersion = ApiVersion, Kind = Kind, Name = Key.Name, NamespaceProperty = Key.Namespace, Uid = Uid };
}
