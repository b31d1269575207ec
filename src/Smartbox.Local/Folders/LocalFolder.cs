namespace Smartbox.Local.Folders;

/// <summary>Where things are in the folder of an installation.</summary>
public sealed class LocalFolder(string root)
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Database, certificates and kubeconfig.</summary>
    public string Api => Path.Combine(Root, "api");

    /// <summary>Pods, volumes and container logs.</summary>
    public string Node => Path.Combine(Root, "node");

    /// <summary>What the boxes are backed up to, unless a bucket elsewhere is.</summary>
    public string Bucket => Path.Combine(Root, "bucket");

    public string Logs => Path.Combine(Root, "logs");

    /// <summary>Log of the process that holds everything.</summary>
    public string Log => Path.Combine(Logs, "local.log");

    /// <summary>The user's own images.</summary>
    public string Images => Path.Combine(Root, "images.yaml");

    public string Kubeconfig => Path.Combine(Api, "kubeconfig");

    /// <summary>Held by who uses the folder.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>Who has the lock.</summary>
    public string LockHolder => Path.Combine(Root, "lock.json");

    /// <summary>What runs, or ran last; see <see cref="InstallationState"/>.</summary>
    public string State => Path.Combine(Root, "state.json");

    /// <summary>What the user's folder is called where nothing else is said: in <c>XDG_DATA_HOME</c>, by default <c>~/.local/share/smartbox</c>.</summary>
    public static string DefaultRoot(Func<string, string?> environment) =>
        environment("SMARTBOX_LOCAL_DIR") is { Length: > 0 } chosen ? chosen
        : Path.Combine(
            environment("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(environment("HOME") ?? "/", ".local", "share"),
            "smartbox");

    /// <summary>Makes the folder; there are keys in it, so that nobody else may look.</summary>
    /// <exception cref="LocalException">It cannot be made, or is used for something else.</exception>
    public void Create()
    {
        try
        {
            if (Directory.Exists(Root) && !File.Exists(Lock) && Directory.EnumerateFileSystemEntries(Root).Any())
            {
                throw new LocalException($"The folder {Root} has other things in it. Choose an empty one, or one that does not exist.");
            }

            foreach (var folder in (string[])[Root, Api, Node, Bucket, Logs])
            {
                Directory.CreateDirectory(folder, Mine);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalException($"The folder {Root} cannot be used: {e.Message}", e);
        }
    }
}
