using k8s.Models;

namespace Smartbox.Kubelet.Volumes;

/// <summary>The folders of one pod's volumes.</summary>
internal sealed class PodVolumes(V1Pod pod, KubeletFolders folders, IObjectSource objects)
{
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _projected = new(StringComparer.Ordinal);
    private volatile IReadOnlyCollection<string> _claimUids = [];

    /// <summary>The claims whose folders the pod has.</summary>
    public IReadOnlyCollection<string> ClaimUids => _claimUids;

    /// <summary>Makes all of them, or brings those that follow objects up to date.</summary>
    /// <exception cref="KubeletException">One cannot be made; the message is that of the event <c>FailedMount</c>.</exception>
    public async Task PrepareAsync(ProjectedFiles projected, CancellationToken cancellationToken)
    {
        foreach (var volume in pod.Spec.Volumes ?? [])
        {
            try
            {
                _folders[volume.Name] = await PrepareAsync(volume, projected, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is KubeletException or IOException or UnauthorizedAccessException)
            {
                throw new KubeletException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}", e);
            }
        }
    }

    /// <summary>The folder that a container sees at a mount.</summary>
    /// <param name="mount">One of its mounts.</param>
    /// <param name="subPath">Its sub-path, variables filled in.</param>
    /// <exception cref="KubeletException">The sub-path leaves the volume.</exception>
    public string FolderOf(V1VolumeMount mount, string? subPath)
    {
        var folder = _folders[mount.Name];
        if (string.IsNullOrEmpty(subPath))
        {
            return folder;
        }

        if (_projected.Contains(mount.Name))
        {
            // All links in there are this kubelet's own.
            SafePath.Join("/", subPath);
            return Path.Combine(folder, subPath);
        }

        var path = SafePath.Join(folder, subPath);
        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(path);
        }

        return path;
    }

    private async Task<string> PrepareAsync(V1Volume volume, ProjectedFiles projected, CancellationToken cancellationToken)
    {
        var own = Path.Combine(folders.VolumesOf(pod.Metadata.Uid), volume.Name);
        if (volume.PersistentVolumeClaim is { } reference)
        {
            var claim = await objects.ClaimAsync(pod.Metadata.NamespaceProperty, reference.ClaimName, cancellationToken).ConfigureAwait(false)
                ?? throw new KubeletException($"persistentvolumeclaim \"{reference.ClaimName}\" not found");
            _claimUids = [.. _claimUids, claim.Metadata.Uid];
            return Directory.CreateDirectory(folders.ClaimOf(claim.Metadata.Uid)).FullName;
        }

        if (volume.HostPath is { } host)
        {
            return HostFolder(host);
        }

        if (await projected.OfAsync(volume, cancellationToken).ConfigureAwait(false) is { } files)
        {
            _projected.Add(volume.Name);
            AtomicFolder.Write(own, files);
            return own;
        }

        return volume.EmptyDir is not null
            ? Directory.CreateDirectory(own).FullName
            : throw new KubeletException(
                "This node has volumes of the kinds emptyDir, persistentVolumeClaim, secret, configMap, projected, downwardAPI and hostPath.");
    }

    private static string HostFolder(V1HostPathVolumeSource host)
    {
        switch (host.Type)
        {
            case "DirectoryOrCreate":
                Directory.CreateDirectory(host.Path);
                break;
            case "FileOrCreate" when !File.Exists(host.Path):
                File.Create(host.Path).Dispose();
                break;
            case "Directory" when !Directory.Exists(host.Path):
                throw new KubeletException($"hostPath type check failed: {host.Path} is not a directory");
            case "File" when !File.Exists(host.Path):
                throw new KubeletException($"hostPath type check failed: {host.Path} is not a file");
            default:
                break;
        }

        return host.Path;
    }
}
