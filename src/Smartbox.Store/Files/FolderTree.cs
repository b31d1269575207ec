namespace Smartbox.Store.Files;

/// <summary>Whole folders, whatever the names in them: .NET cannot address one that is not UTF-8.</summary>
public static class FolderTree
{
    private const int RemoveFolder = 0x200;
    private const uint AllOfOwner = 0x1c0;

    /// <summary>Deletes a folder with everything in it, following no link. One that is not there is no error.</summary>
    /// <param name="path">Folder.</param>
    /// <exception cref="FileSystemException">Something cannot be deleted.</exception>
    public static void Delete(string path)
    {
        if (!Directory.Exists(path))
            return;
        using (var folder = Folder.Open(path))
            Empty(folder);
        Directory.Delete(path);
    }

    /// <summary>Makes the names in a folder durable: what was renamed into it stays there after a power cut.</summary>
    /// <exception cref="FileSystemException">The folder cannot be synced.</exception>
    public static void Sync(string path)
    {
        using var folder = Folder.Open(path);
        if (Libc.Sync(folder.Handle) != 0)
            throw new FileSystemException("sync", FileName.Terminated(path), Libc.Errno);
    }

    private static void Empty(Folder folder)
    {
        foreach (var name in folder.List())
        {
            if (folder.StatusOf(name) is not { } status)
                continue;
            var isFolder = status.Kind == FileKind.Folder;
            if (isFolder)
            {
                if ((status.Mode & AllOfOwner) != AllOfOwner)
                    _ = Libc.ChangeModeAt(folder.Descriptor, name, AllOfOwner, 0);
                using var child = folder.OpenFolder(name);
                Empty(child);
            }

            if (Libc.UnlinkAt(folder.Descriptor, name, isFolder ? RemoveFolder : 0) != 0 && Libc.Errno != Libc.NoEntry)
                throw new FileSystemException("delete", name, Libc.Errno);
        }
    }
}
