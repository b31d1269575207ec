using System.Text;
using k8s.Models;
using Smartbox.Kubelet.Variables;

namespace Smartbox.Kubelet.Volumes;

/// <summary>The files of volumes that are filled from objects.</summary>
internal sealed class ProjectedFiles(IObjectSource objects, PodFields fields)
{
    /// <summary>Mode when a volume names none (0644).</summary>
    private const int DefaultMode = 420;

    /// <returns>The files of the volume, or null when it is of another kind.</returns>
    /// <exception cref="KubeletException">Something it names is missing.</exception>
    public async Task<IReadOnlyList<VolumeFile>?> OfAsync(V1Volume volume, CancellationToken cancellationToken)
    {
        List<VolumeFile> files = [];
        if (volume.Secret is { } secret)
        {
            await AddSecretAsync(files, secret.SecretName, secret.Items, secret.Optional, secret.DefaultMode, cancellationToken).ConfigureAwait(false);
        }
        else if (volume.ConfigMap is { } map)
        {
            await AddConfigMapAsync(files, map.Name, map.Items, map.Optional, map.DefaultMode, cancellationToken).ConfigureAwait(false);
        }
        else if (volume.DownwardAPI is { } downward)
        {
            AddFields(files, downward.Items, downward.DefaultMode);
        }
        else if (volume.Projected is { } projected)
        {
            foreach (var source in projected.Sources ?? [])
            {
                await AddSourceAsync(files, source, projected.DefaultMode, cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            return null;
        }

        // A later source wins, as in a cluster.
        return [.. files.GroupBy(f => f.Path).Select(g => g.Last())];
    }

    private async Task AddSourceAsync(List<VolumeFile> files, V1VolumeProjection source, int? mode, CancellationToken cancellationToken)
    {
        if (source.Secret is { } secret)
        {
            await AddSecretAsync(files, secret.Name, secret.Items, secret.Optional, mode, cancellationToken).ConfigureAwait(false);
        }
        else if (source.ConfigMap is { } map)
        {
            await AddConfigMapAsync(files, map.Name, map.Items, map.Optional, mode, cancellationToken).ConfigureAwait(false);
        }
        else if (source.DownwardAPI is { } downward)
        {
            AddFields(files, downward.Items, mode);
        }
        else
        {
            throw new KubeletException("This node projects Secrets, ConfigMaps and the downward API; it has no service account tokens, trust bundles or certificates.");
        }
    }

    private async Task AddSecretAsync(
        List<VolumeFile> files, string name, IList<V1KeyToPath>? items, bool? optional, int? mode, CancellationToken cancellationToken)
    {
        var secret = await objects.SecretAsync(fields.Namespace, name, cancellationToken).ConfigureAwait(false);
        if (secret is null && optional != true)
        {
            throw new KubeletException($"secret \"{name}\" not found");
        }

        AddKeys(files, secret?.Data ?? new Dictionary<string, byte[]>(), items, optional, mode);
    }

    private async Task AddConfigMapAsync(
        List<VolumeFile> files, string name, IList<V1KeyToPath>? items, bool? optional, int? mode, CancellationToken cancellationToken)
    {
        var map = await objects.ConfigMapAsync(fields.Namespace, name, cancellationToken).ConfigureAwait(false);
        if (map is null && optional != true)
        {
            throw new KubeletException($"configmap \"{name}\" not found");
        }

        var data = (map?.BinaryData ?? new Dictionary<string, byte[]>()).ToDictionary();
        foreach (var (key, value) in map?.Data ?? new Dictionary<string, string>())
        {
            data[key] = Encoding.UTF8.GetBytes(value);
        }

        AddKeys(files, data, items, optional, mode);
    }

    private static void AddKeys(List<VolumeFile> files, IDictionary<string, byte[]> data, IList<V1KeyToPath>? items, bool? optional, int? mode)
    {
        if (items is not { Count: > 0 })
        {
            files.AddRange(data.Select(pair => new VolumeFile(pair.Key, pair.Value, Mode(null, mode))));
            return;
        }

        foreach (var item in items)
        {
            if (data.TryGetValue(item.Key, out var value))
            {
                files.Add(new VolumeFile(Checked(item.Path), value, Mode(item.Mode, mode)));
            }
            else if (optional != true)
            {
                throw new KubeletException($"references non-existent secret key: {item.Key}");
            }
        }
    }

    private void AddFields(List<VolumeFile> files, IList<V1DownwardAPIVolumeFile>? items, int? mode)
    {
        foreach (var item in items ?? [])
        {
            var value = item.FieldRef is { } field
                ? fields.Field(field.FieldPath)
                : fields.Resource(item.ResourceFieldRef, item.ResourceFieldRef.ContainerName);
            files.Add(new VolumeFile(Checked(item.Path), Encoding.UTF8.GetBytes(value), Mode(item.Mode, mode)));
        }
    }

    private static string Checked(string path)
    {
        SafePath.Join("/", path);
        return path.StartsWith("..", StringComparison.Ordinal) ? throw new KubeletException($"\"{path}\" must not begin with two dots.") : path;
    }

    private static UnixFileMode Mode(int? item, int? volume) => (UnixFileMode)((item ?? volume ?? DefaultMode) & 511);
}
