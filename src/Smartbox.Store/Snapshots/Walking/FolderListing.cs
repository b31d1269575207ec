using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Walking;

/// <summary>The children of a folder, in the order of the bytes of their names.</summary>
internal static class FolderListing
{
    /// <summary>Lists what a snapshot keeps, and the excluded companions of databases, which are needed to read those.</summary>
    public static List<ListedFile> Read(Folder folder, PathStack path, ExcludePatterns excludes)
    {
        var names = folder.List();
        names.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        var files = new List<ListedFile>(names.Count);
        foreach (var name in names)
        {
            // Vanished since the listing: it was not there. Sockets belong to running programs, and restic leaves them out, too; a box can make no devices.
            if (folder.StatusOf(name) is not { Kind: FileKind.File or FileKind.Folder or FileKind.Symlink or FileKind.Fifo } status)
                continue;
            var plainName = name.AsSpan(0, name.Length - 1);
            var isExcluded = excludes.IsExcluded(path.Bytes, plainName, status.Kind == FileKind.Folder);
            if (!isExcluded || DatabaseCompanions.IsCompanionName(plainName))
                files.Add(new ListedFile(name, status, isExcluded));
        }

        return files;
    }
}
