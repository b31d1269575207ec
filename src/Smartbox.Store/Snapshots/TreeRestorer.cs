using System.Text;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Databases;
using Smartbox.Store.Snapshots.Restores;
using Smartbox.Store.Snapshots.Trees;
using Smartbox.Store.Snapshots.Walking;

namespace Smartbox.Store.Snapshots;

/// <summary>Writes a snapshot into an empty folder. The tree is not trusted: it may come from a bucket that others can write.</summary>
internal sealed class TreeRestorer(IRepository repository, SnapshotOptions options)
{
    /// <summary>Twice what a snapshot of ours has.</summary>
    private const int DeepestFolder = 2 * TreeBuilder.DeepestFolder;

    private readonly RestoreTally _tally = new();
    private readonly List<RestoredFolder> _folders = [];
    private readonly Dictionary<(ulong Device, ulong Inode), RestoredFile> _firstNames = [];
    private readonly List<(RestoredFile File, RestoredFile First)> _links = [];
    private readonly List<RestoredFile> _databases = [];
    private RestoreTarget _target = null!;
    private ContentBatch _batch = null!;

    public async Task<RestoreResult> RestoreAsync(string snapshotId, string targetFolder, CancellationToken cancellationToken)
    {
        var (_, snapshot) = (await repository.ReadSnapshotsAsync(cancellationToken)).Snapshots.FirstOrDefault(s => s.Id == snapshotId);
        if (snapshot is null)
            throw new RepositoryException($"There is no snapshot {snapshotId} that can be read.");
        using var target = _target = RestoreTarget.Create(targetFolder);
        _batch = new ContentBatch(repository, target);

        await RestoreRootsAsync(await LoadTreeAsync(snapshot.Tree, cancellationToken), cancellationToken);
        await WriteBatchAsync(cancellationToken);
        if (_tally.IsDamaged)
            throw new RepositoryException($"Snapshot {snapshotId} is damaged; these cannot be restored: {_tally.DescribeDamage()}.");
        foreach (var (file, first) in _links)
            MakeLink(file, first);
        foreach (var database in _databases)
            CheckDatabase(database);

        // Deepest first: a folder without the permission to write into it is closed only when its children are done.
        for (var i = _folders.Count - 1; i >= 0; i--)
            ApplyMetadata(_folders[i].Parent!, _folders[i].Name, _folders[i].Node!);
        target.Sync();
        return new RestoreResult(snapshotId, _tally.Files, _tally.Bytes) { DamagedDatabases = _tally.DamagedDatabases, Warnings = _tally.Warnings };
    }

    private async Task RestoreRootsAsync(List<TreeNode> nodes, CancellationToken cancellationToken)
    {
        var root = new RestoredFolder(null, [], null);
        var names = options.Roots.Select(r => r.Path[1..]).ToList();
        foreach (var node in nodes)
        {
            var name = Encoding.UTF8.GetString(node.Name);
            if (node.Kind != FileKind.Folder || !names.Remove(name))
                throw new RepositoryException($"The snapshot holds '/{FileName.Show(node.Name)}', which is no part of a box.");
        }

        if (names.Count == options.Roots.Count)
            throw new RepositoryException("The snapshot holds nothing of a box.");
        foreach (var node in nodes)
            await RestoreFolderAsync(root, node, 0, cancellationToken);
        foreach (var missing in names)
            _target.In(root, folder => MakeFolder(folder, FileName.Terminated(missing)));
    }

    private async Task RestoreFolderAsync(RestoredFolder parent, TreeNode node, int depth, CancellationToken cancellationToken)
    {
        var self = new RestoredFolder(parent, FileName.Terminated(node.Name), node);
        if (depth > DeepestFolder)
            throw new RepositoryException($"{self} is more than {DeepestFolder} levels deep.");
        _target.In(parent, folder => MakeFolder(folder, self.Name));
        _folders.Add(self);
        List<TreeNode> nodes;
        try
        {
            nodes = await LoadTreeAsync(node.Subtree ?? throw new RepositoryException($"{self} has no tree."), cancellationToken);
        }
        catch (RepositoryException)
        {
            _tally.AddDamaged(self.ToString());
            return;
        }

        foreach (var child in nodes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!FileName.IsSafe(child.Name))
                throw new RepositoryException($"{self} holds the name '{FileName.Show(child.Name)}', which would lead elsewhere.");
            await RestoreChildAsync(self, child, depth, cancellationToken);
        }
    }

    private async Task RestoreChildAsync(RestoredFolder folder, TreeNode node, int depth, CancellationToken cancellationToken)
    {
        var name = FileName.Terminated(node.Name);
        switch (node.Kind)
        {
            case FileKind.Folder:
                await RestoreFolderAsync(folder, node, depth + 1, cancellationToken);
                break;
            case FileKind.File:
                await RestoreFileAsync(new RestoredFile(folder, name, node), cancellationToken);
                break;
            case FileKind.Symlink when node.LinkTarget is { Length: > 0 } linkTarget && !linkTarget.Contains((byte)0):
                Make(folder, name, "make the link", parent => Libc.SymlinkAt(FileName.Terminated(linkTarget), parent.Descriptor, name));
                ApplyMetadata(folder, name, node);
                break;
            case FileKind.Fifo:
                Make(folder, name, "make the FIFO", parent => Libc.MakeFifoAt(parent.Descriptor, name, 0x180));
                ApplyMetadata(folder, name, node);
                break;
            default:
                _tally.Warn($"{folder.Show(name)} is of a kind that a box cannot have and was left out.");
                break;
        }
    }

    private async Task RestoreFileAsync(RestoredFile file, CancellationToken cancellationToken)
    {
        _tally.Files++;
        _tally.Bytes += file.Node.Size;
        var key = (file.Node.DeviceId, file.Node.Inode);
        if (file.Node.Links > 1 && !_firstNames.TryAdd(key, file))
        {
            _links.Add((file, _firstNames[key]));
            return;
        }

        try
        {
            await _batch.AddAsync(file, cancellationToken);
        }
        catch (RepositoryException)
        {
            _tally.AddDamaged(file.Path);
            return;
        }

        using (var handle = _target.In(file.Folder, folder => folder.CreateFile(file.Name)))
            RandomAccess.SetLength(handle, file.Node.Size);
        if (_batch.IsFull)
            await WriteBatchAsync(cancellationToken);
    }

    private async Task WriteBatchAsync(CancellationToken cancellationToken)
    {
        var batch = _batch;
        _batch = new ContentBatch(repository, _target);
        await batch.WriteAsync(Complete, file => _tally.AddDamaged(file.Path), cancellationToken);
    }

    private void Complete(RestoredFile file)
    {
        ApplyMetadata(file.Folder, file.Name, file.Node);
        if (file.IsDatabase)
            _databases.Add(file);
    }

    private void MakeLink(RestoredFile file, RestoredFile first) => _target.In(first.Folder, file.Folder, (from, to) =>
        Libc.LinkAt(from.Descriptor, first.Name, to.Descriptor, file.Name, 0) == 0
            ? true
            : throw new FileSystemException("make the hard link", file.Name, Libc.Errno));

    private void CheckDatabase(RestoredFile file)
    {
        // With a log or a journal beside it, it becomes whole when its owner opens it: SQLite recovers it then.
        var (path, hasCompanion) = _target.In(file.Folder, folder => (folder.RealPath(),
            HasContent(folder, file.Name, DatabaseCompanions.WalSuffix) || HasContent(folder, file.Name, DatabaseCompanions.JournalSuffix)));
        if (hasCompanion)
            return;
        if (DatabaseCheck.Run([.. path, (byte)'/', .. file.Name.AsSpan(0, file.Name.Length - 1)], file.Node.Size) is { } problem)
            _tally.AddDamagedDatabase($"{file.Path} is as it was stored, but SQLite finds it damaged: {problem}");
    }

    private async Task<List<TreeNode>> LoadTreeAsync(BlobId id, CancellationToken cancellationToken) =>
        TreeReader.Read((await repository.LoadBlobAsync(BlobType.Tree, id, cancellationToken)).Span);

    private void ApplyMetadata(RestoredFolder folder, byte[] name, TreeNode node) => _target.In(folder, parent =>
    {
        NodeMetadata.Apply(parent, name, node, sentence => _tally.Warn($"{folder.Show(name)}: {sentence}"));
        return true;
    });

    private void Make(RestoredFolder folder, byte[] name, string action, Func<Folder, int> make) => _target.In(folder, parent =>
        make(parent) == 0 ? true : throw new FileSystemException(action, name, Libc.Errno));

    private static bool HasContent(Folder folder, byte[] name, ReadOnlySpan<byte> suffix) =>
        folder.StatusOf([.. name.AsSpan(0, name.Length - 1), .. suffix, 0]) is { Kind: FileKind.File, Size: > 0 };

    private static bool MakeFolder(Folder parent, byte[] name) =>
        Libc.MakeFolderAt(parent.Descriptor, name, 0x1c0) == 0 ? true : throw new FileSystemException("make the folder", name, Libc.Errno);
}
