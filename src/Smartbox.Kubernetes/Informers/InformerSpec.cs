using k8s;
using k8s.Models;

namespace Smartbox.Kubernetes.Informers;

/// <summary>What of a kind is cached.</summary>
/// <param name="LabelSelector">Only objects with these labels; null for all.</param>
/// <param name="Transform">Strips what is not needed; null keeps everything.</param>
internal sealed record InformerSpec<T>(string? LabelSelector, Func<T, T>? Transform)
    where T : class, IKubernetesObject<V1ObjectMeta>, new();
