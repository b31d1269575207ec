using Smartbox.Store.Files;
using Smartbox.Store.Snapshots.Changes;
using Smartbox.Store.Snapshots.Walking;

namespace Smartbox.Store.Snapshots;

/// <summary>Compares the roots with the last snapshot by looking at names and status only.</summary>
internal sealed class ChangeScanner(SnapshotOptions options, ChangeCache cache, CancellationToken cancellationToken)
{
    private readonly PathStack _path = new();
    private readonly ExcludePatterns _excludes = new(options.ExcludeRoot, options.Excludes);
    private readonly SnapshotTally _tally = new();
    private bool _isDirty = cache.Summary is null;

    public (bool IsDirty, long Files, long Bytes) Scan()
    {
        var known = cache.Find([]);
        var roots = options.Roots.OrderBy(root => root.Path, StringComparer.Ordinal).ToList();
        _isDirty |= known is null || known.Files.Count != roots.Count;
        var next = 0;
        foreach (var root in roots)
        {
            using var folder = Folder.Open(root.Folder);
            var file = new ListedFile(FileName.Terminated(root.Path[1..]), folder.Status(), false);
            Compare(file, 0, known?.Find(file.PlainName, ref next));
            ScanFolder(folder, file, 0);
        }

        return (_isDirty, _tally.Files, _tally.Bytes);
    }

    private void ScanFolder(Folder folder, ListedFile self, int depth)
    {
        var length = _path.Push(self.Name);
        var known = cache.Find(_path.Bytes);
        _isDirty |= known is null;
        var listing = FolderListing.Read(folder, _path, _excludes);
        var databases = new List<byte[]>();
        var next = 0;
        var kept = 0;
        for (var i = 0; i < listing.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = listing[i];
            if (file.IsExcluded || DatabaseCompanions.BelongsTo(databases, file.PlainName))
                continue;
            kept++;
            var before = known?.Find(file.PlainName, ref next);
            Compare(file, file.Status.Kind == FileKind.File ? DatabaseCompanions.Find(listing, i).Mark : 0, before);
            if (before is { IsDatabase: true })
                databases.Add(before.Name);
            if (file.Status.Kind == FileKind.Folder)
                ScanSubfolder(folder, file, before, depth + 1);
            else if (file.Status.Kind == FileKind.File && before is not { IsUnreadable: true })
                _tally.CountFile(before is { IsDirty: false } ? before.StoredLength : file.Status.Size);
        }

        _isDirty |= known is not null && known.Files.Count != kept;
        _path.Pop(length);
    }

    private void ScanSubfolder(Folder parent, ListedFile file, KnownFile? before, int depth)
    {
        if (before is { IsUnreadable: true } || depth > TreeBuilder.DeepestFolder)
            return;
        try
        {
            using var folder = parent.OpenFolder(file.Name);
            ScanFolder(folder, file, depth);
        }
        catch (FileSystemException)
        {
            // It is gone, or cannot be read any more; the snapshot will say so.
            _isDirty = true;
        }
    }

    private void Compare(ListedFile file, ulong companionMark, KnownFile? before) =>
        _isDirty |= before is null || before.IsDirty || !before.LooksLike(file.Status, companionMark);
}
