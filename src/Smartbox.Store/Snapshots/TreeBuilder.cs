using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Changes;
using Smartbox.Store.Snapshots.Trees;
using Smartbox.Store.Snapshots.Walking;

namespace Smartbox.Store.Snapshots;

/// <summary>Walks the roots, stores what differs from the last snapshot, and the trees of all folders on the way up.</summary>
internal sealed class TreeBuilder(
    IRepository repository, SnapshotOptions options, ChangeCache cache, ChangeCacheWriter writer, FileStorer storer, SnapshotTally tally, TimeProvider time)
{
    /// <summary>Deeper folders are left out with a warning: each level holds an open folder and a part of the stack.</summary>
    public const int DeepestFolder = 500;

    private static readonly TimeSpan _youth = TimeSpan.FromSeconds(2);

    private readonly PathStack _path = new();
    private readonly TreeWriter _trees = new();
    private readonly ExcludePatterns _excludes = new(options.ExcludeRoot, options.Excludes);
    private readonly FileTime _youngSince = FileTime.From(time.GetUtcNow() - _youth);

    /// <summary>Stores everything; the blobs are durable after a flush.</summary>
    /// <returns>The tree of <c>/</c>.</returns>
    public async Task<BlobId> BuildAsync(CancellationToken cancellationToken)
    {
        var files = new List<KnownFile>();
        foreach (var root in options.Roots.OrderBy(root => root.Path, StringComparer.Ordinal))
        {
            using var folder = Folder.Open(root.Folder);
            var name = FileName.Terminated(root.Path[1..]);
            files.Add(await BuildChildFolderAsync(folder, new ListedFile(name, folder.Status(), false), 0, cancellationToken));
        }

        var tree = await StoreTreeAsync(null, files, cancellationToken);
        writer.Add([], new KnownFolder(tree, files));
        return tree;
    }

    private async ValueTask<KnownFile> BuildChildFolderAsync(Folder folder, ListedFile file, int depth, CancellationToken cancellationToken)
    {
        var length = _path.Push(file.Name);
        BlobId tree;
        try
        {
            tree = await BuildFolderAsync(folder, depth, cancellationToken);
        }
        finally
        {
            _path.Pop(length);
        }

        return new KnownFile { Name = file.PlainName.ToArray(), Status = file.Status, Subtree = tree };
    }

    private async ValueTask<BlobId> BuildFolderAsync(Folder folder, int depth, CancellationToken cancellationToken)
    {
        var known = cache.Find(_path.Bytes);
        var listing = FolderListing.Read(folder, _path, _excludes);
        var files = new List<KnownFile>(listing.Count);
        var databases = new List<byte[]>();
        var next = 0;
        var isSame = known is not null;
        for (var i = 0; i < listing.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = listing[i];
            if (file.IsExcluded || DatabaseCompanions.BelongsTo(databases, file.PlainName))
                continue;
            var before = known?.Find(file.PlainName, ref next);
            var now = await BuildChildAsync(folder, listing, i, before, depth, cancellationToken);
            if (now is null)
                continue;
            if (now.IsDatabase)
                databases.Add(now.Name);
            isSame = isSame && ReferenceEquals(now, before);
            files.Add(now);
        }

        isSame = isSame && files.Count == known!.Files.Count && repository.Contains(BlobType.Tree, known.Tree);
        var tree = isSame ? known!.Tree : await StoreTreeAsync(folder, files, cancellationToken);
        writer.Add(_path.Bytes, isSame ? known! : new KnownFolder(tree, files));
        return tree;
    }

    /// <returns>Null when there is nothing to keep; the very <paramref name="before"/> when nothing changed.</returns>
    private async ValueTask<KnownFile?> BuildChildAsync(
        Folder folder, List<ListedFile> listing, int index, KnownFile? before, int depth, CancellationToken cancellationToken)
    {
        var file = listing[index];
        if (file.Status.Kind == FileKind.Folder)
            return await BuildSubfolderAsync(folder, file, before, depth, cancellationToken);
        if (file.Status.Kind != FileKind.File)
            return before is not null && before.LooksLike(file.Status, 0) ? before : new KnownFile { Name = file.PlainName.ToArray(), Status = file.Status };

        var companions = DatabaseCompanions.Find(listing, index);
        if (before is { IsDirty: false } && before.LooksLike(file.Status, companions.Mark) && before.Content.All(id => repository.Contains(BlobType.Data, id)))
        {
            if (!before.IsUnreadable)
                tally.CountFile(before.StoredLength);
            else
                tally.Warn($"{_path.Show(file.Name)} is still not in the snapshot: it cannot be read.");
            return before;
        }

        var stored = await storer.StoreAsync(folder, file, companions, before, _path.Show(file.Name), cancellationToken);
        if (stored is null)
            return null;
        if (!stored.IsUnreadable)
            tally.CountFile(stored.StoredLength, isNew: before is null, isChanged: before is not null);
        if (IsYoung(stored.Status) || IsYoung(companions.Wal) || IsYoung(companions.Journal))
            stored = stored with { Flags = stored.Flags | KnownFileFlags.Dirty };
        return stored;
    }

    private async ValueTask<KnownFile?> BuildSubfolderAsync(Folder parent, ListedFile file, KnownFile? before, int depth, CancellationToken cancellationToken)
    {
        if (depth == DeepestFolder)
        {
            tally.Warn($"{_path.Show(file.Name)} is not in the snapshot: folders are kept {DeepestFolder} levels deep.");
            return Unreadable(file, KnownFileFlags.Unreadable);
        }

        try
        {
            using var folder = parent.OpenFolder(file.Name);
            var now = await BuildChildFolderAsync(folder, file, depth + 1, cancellationToken);
            return before is not null && before.LooksLike(file.Status, 0) && before.Subtree == now.Subtree ? before : now;
        }
        catch (FileSystemException e) when (e.IsGone || e.Errno == Libc.TooManyLinks)
        {
            return null;
        }
        catch (FileSystemException e)
        {
            tally.Warn($"{_path.Show(file.Name)} is not in the snapshot. {e.Message}");
            tally.AddDirty(_path.Show(file.Name));
            return Unreadable(file, FileStorer.FlagsOf(e));
        }
    }

    private static KnownFile Unreadable(ListedFile file, KnownFileFlags flags) =>
        new() { Name = file.PlainName.ToArray(), Status = file.Status, Flags = flags };

    private async ValueTask<BlobId> StoreTreeAsync(Folder? folder, List<KnownFile> files, CancellationToken cancellationToken)
    {
        _trees.Begin();
        foreach (var file in files)
        {
            if (!file.IsUnreadable && ToNode(folder, file) is { } node)
                _trees.Add(node);
        }

        return await repository.SaveBlobAsync(BlobType.Tree, _trees.Finish(), cancellationToken);
    }

    /// <returns>Null for a link that is gone.</returns>
    private static TreeNode? ToNode(Folder? folder, KnownFile file)
    {
        var status = file.Status;
        var isFile = status.Kind == FileKind.File;
        var isFolder = status.Kind == FileKind.Folder;
        var name = FileName.Terminated(file.Name);
        var target = status.Kind == FileKind.Symlink ? folder?.TryReadLink(name) : null;
        if (status.Kind == FileKind.Symlink && target is null)
            return null;
        return new TreeNode
        {
            Name = file.Name,
            Kind = status.Kind,
            Mode = status.Mode,
            Modified = status.Modified,

            // As restic without --with-atime: reading a file shall not change its folder's tree.
            Accessed = status.Modified,
            Changed = status.Changed,
            Uid = status.Uid,
            Gid = status.Gid,
            Inode = status.Inode,
            DeviceId = isFile && status.Links > 1 ? status.Device : 0,
            Size = isFile ? file.StoredLength : 0,
            Links = isFolder ? 0 : status.Links,
            LinkTarget = target,
            ExtendedAttributes = folder is null ? [] : ExtendedAttributes.Read(folder, name),
            Content = isFile ? file.Content : null,
            Subtree = file.Subtree,
        };
    }

    /// <summary>Modified so shortly before the walk that another change could leave the same times behind. Times from a clock that ran ahead are no sign of youth.</summary>
    private bool IsYoung(FileStatus? status) =>
        status is { } file && file.Changed >= _youngSince && file.Changed <= FileTime.From(time.GetUtcNow() + _youth);
}
