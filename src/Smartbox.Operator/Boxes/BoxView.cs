using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Kubernetes;
using Smartbox.Operator.Desired;
using Smartbox.Operator.Status;

namespace Smartbox.Operator.Boxes;

/// <summary>What the caches show of a box.</summary>
internal sealed class BoxView(IEntityCache<V1Pod> pods, IEntityCache<V1PersistentVolumeClaim> claims, References references, TimeProvider time)
{
    /// <summary>The object of the pod's name, whoever's it is.</summary>
    public V1Pod? Pod(SmartboxResource box) => pods.Get(box.Metadata.NamespaceProperty, Names.Pod(box.Metadata.Name));

    /// <summary>The pod of the box itself.</summary>
    public V1Pod? OwnPod(SmartboxResource box) => Own(box, Pod(box));

    /// <summary>The object of the claim's name, whoever's it is.</summary>
    public V1PersistentVolumeClaim? Claim(SmartboxResource box) => claims.Get(box.Metadata.NamespaceProperty, Names.StateClaim(box.Metadata.Name));

    /// <summary>The present situation of a box after a step.</summary>
    public Situation Situation(SmartboxResource box, BoxMemory memory, Step step) => new()
    {
        Now = time.GetUtcNow(),
        Epoch = box.Status?.Epoch ?? 0,
        Pod = OwnPod(box),
        Claim = Own(box, Claim(box)),
        TemplateHash = references.Resolve(box).Plan is { } plan ? TemplateHash.Of(plan) : null,
        Problem = step.Problem,
        Step = step.Doing,
        Report = memory.Poll.Report,
        Unreachable = memory.Poll.Unreachable,
    };

    private static T? Own<T>(SmartboxResource box, T? child)
        where T : class, k8s.IKubernetesObject<V1ObjectMeta> => child?.IsOwnedBy(box) == true ? child : null;
}
