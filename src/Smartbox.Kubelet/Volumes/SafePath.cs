namespace Smartbox.Kubelet.Volumes;

/// <summary>Paths below a folder that come from a pod.</summary>
internal static class SafePath
{
    /// <summary>Joins a relative path to a folder.</summary>
    /// <exception cref="KubeletException">The path leads out of the folder, by its words or through a symbolic link.</exception>
    public static string Join(string folder, string relative)
    {
        if (Path.IsPathRooted(relative) || relative.Split('/').Contains(".."))
        {
            throw new KubeletException($"\"{relative}\" must be a path inside of its volume.");
        }

        var path = folder;
        foreach (var part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != "."))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new KubeletException($"\"{relative}\" leads through a symbolic link.");
            }
        }

        return path;
    }
}
