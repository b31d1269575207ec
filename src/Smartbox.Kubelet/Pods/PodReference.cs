using k8s.Models;

namespace Smartbox.Kubelet.Pods;

/// <summary>An object of its namespace that a pod names.</summary>
internal readonly record struct PodReference(string Kind, string Name)
{
    public static PodReference Secret(string name) => new(V1Secret.KubeKind, name);

    public static PodReference ConfigMap(string name) => new(V1ConfigMap.KubeKind, name);

    public static PodReference Claim(string name) => new(V1PersistentVolumeClaim.KubeKind, name);

    public static IReadOnlySet<PodReference> Of(V1PodSpec spec)
    {
        var all = new HashSet<PodReference>();
        foreach (var container in spec.Containers.Concat(spec.InitContainers ?? []))
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                Add(source.SecretRef?.Name, source.ConfigMapRef?.Name, null);
            }

            foreach (var from in (container.Env ?? []).Select(v => v.ValueFrom).OfType<V1EnvVarSource>())
            {
                Add(from.SecretKeyRef?.Name, from.ConfigMapKeyRef?.Name, null);
            }
        }

        foreach (var volume in spec.Volumes ?? [])
        {
            Add(volume.Secret?.SecretName, volume.ConfigMap?.Name, volume.PersistentVolumeClaim?.ClaimName);
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                Add(source.Secret?.Name, source.ConfigMap?.Name, null);
            }
        }

        return all;

        void Add(string? secret, string? configMap, string? claim)
        {
            if (secret is not null)
            {
                all.Add(Secret(secret));
            }

            if (configMap is not null)
            {
                all.Add(ConfigMap(configMap));
            }

            if (claim is not null)
            {
                all.Add(Claim(claim));
            }
        }
    }
}
