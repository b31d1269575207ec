namespace Smartbox.Kubelet;

/// <summary>Where things are below <see cref="KubeletOptions.Folder"/>.</summary>
internal sealed class KubeletFolders(string root)
{
    public string Pods { get; } = Path.Combine(root, "pods");

    public string Claims { get; } = Path.Combine(root, "claims");

    public string Logs { get; } = Path.Combine(root, "logs");

    public string Records { get; } = Path.Combine(root, "processes");

    public string PodOf(string uid) => Path.Combine(Pods, uid);

    public string VolumesOf(string uid) => Path.Combine(Pods, uid, "volumes");

    public string ContainerOf(string uid, string container) => Path.Combine(Pods, uid, "containers", container);

    public string ClaimOf(string uid) => Path.Combine(Claims, uid);

    /// <summary>Makes them; what is in them is for nobody else, Secrets among it.</summary>
    public void Create()
    {
        const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var folder in (string[])[root, Pods, Claims, Logs, Records])
        {
            Directory.CreateDirectory(folder, mine);
        }
    }
}
