using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Restores;

/// <summary>The folder that is filled. Folders in it are opened name by name, and no link is followed, so that no tree can lead out of it.</summary>
internal sealed class RestoreTarget : IDisposable
{
    private const int NotEmpty = 39;
    private const int MostOpenFolders = 64;

    private readonly Folder _root;
    private readonly Dictionary<RestoredFolder, Folder> _open = [];

    // Guards the open folders; each is used by its borrower only under it.
    private readonly Lock _lock = new();

    private RestoreTarget(Folder root) => _root = root;

    /// <exception cref="FileSystemException">It is not empty.</exception>
    public static RestoreTarget Create(string path)
    {
        Directory.CreateDirectory(path);
        var root = Folder.Open(path);
        if (root.List().Count == 0)
            return new RestoreTarget(root);
        root.Dispose();
        throw new FileSystemException("restore into", System.Text.Encoding.UTF8.GetBytes(path), NotEmpty);
    }

    /// <summary>Does something in a folder of the target.</summary>
    public T In<T>(RestoredFolder folder, Func<Folder, T> action)
    {
        lock (_lock)
            return action(Open(folder));
    }

    /// <summary>Does something in two folders of the target.</summary>
    public T In<T>(RestoredFolder first, RestoredFolder second, Func<Folder, Folder, T> action)
    {
        lock (_lock)
        {
            // To open the second may close the first; to open that again closes nothing, because only these are open then.
            Open(first);
            var other = Open(second);
            return action(Open(first), other);
        }
    }

    public void Sync()
    {
        if (Libc.SyncFileSystem(_root.Handle) != 0)
            throw new FileSystemException("write to disk", "the restored files"u8, Libc.Errno);
    }

    public void Dispose()
    {
        CloseFolders();
        _root.Dispose();
    }

    private Folder Open(RestoredFolder folder)
    {
        if (folder.Parent is null)
            return _root;
        if (_open.TryGetValue(folder, out var known))
            return known;
        var parent = Open(folder.Parent);
        if (_open.Count >= MostOpenFolders)
        {
            // The parent may be among them: it is opened again.
            CloseFolders();
            parent = Reopen(folder.Parent);
        }

        var opened = parent.OpenFolder(folder.Name);
        _open[folder] = opened;
        return opened;
    }

    /// <summary>Opens a chain of any length with two descriptors at a time.</summary>
    private Folder Reopen(RestoredFolder folder)
    {
        if (folder.Parent is null)
            return _root;
        var chain = new Stack<RestoredFolder>();
        for (var at = folder; at.Parent is not null; at = at.Parent)
            chain.Push(at);
        Folder? current = null;
        foreach (var next in chain)
        {
            var opened = (current ?? _root).OpenFolder(next.Name);
            current?.Dispose();
            current = opened;
        }

        _open[folder] = current!;
        return current!;
    }

    private void CloseFolders()
    {
        foreach (var folder in _open.Values)
            folder.Dispose();
        _open.Clear();
    }
}
