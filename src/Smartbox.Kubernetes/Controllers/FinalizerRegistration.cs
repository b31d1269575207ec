using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>A finalizer and the name it has in <c>metadata.finalizers</c>.</summary>
internal sealed record FinalizerRegistration<T>(string Identifier, IEntityFinalizer<T> Finalizer)
    where T : class, IKubernetesObject<V1ObjectMeta>, new();
