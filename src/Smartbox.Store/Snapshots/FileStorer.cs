using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Changes;
using Smartbox.Store.Snapshots.Contents;
using Smartbox.Store.Snapshots.Databases;
using Smartbox.Store.Snapshots.Walking;

namespace Smartbox.Store.Snapshots;

/// <summary>Reads one file into the repository, whatever others do to it meanwhile.</summary>
internal sealed class FileStorer(IRepository repository, DatabaseCapture capture, SnapshotTally tally) : IDisposable
{
    private const int Tries = 3;

    private readonly ContentReader _reader = new(repository);

    /// <summary>Stores a file.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="file">As it was listed: the mark that the next scan compares with.</param>
    /// <param name="companions">What lies beside it in case it is a database.</param>
    /// <param name="known">What the last snapshot has of it.</param>
    /// <param name="path">For a person.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when it is gone.</returns>
    public async ValueTask<KnownFile?> StoreAsync(
        Folder folder, ListedFile file, DatabaseCompanions companions, KnownFile? known, string path, CancellationToken cancellationToken)
    {
        try
        {
            var isDatabase = false;
            var usesWal = false;
            if (file.Status.Size > 0)
            {
                // Closed again before SQLite opens it: closing any descriptor of a file gives up all of this process's locks on it.
                using var handle = folder.OpenFile(file.Name);
                if (Folder.StatusOf(handle).Kind != FileKind.File)
                    return null;
                isDatabase = SqliteHeader.IsDatabase(handle, out usesWal);
            }

            if (isDatabase)
                return await StoreDatabaseAsync(folder, file, companions, usesWal, known, path, cancellationToken);
            if (file.Status.Size > 0 && companions.Wal is not null && HasLog(folder, file))
                tally.Warn($"{path} has a database's log but is none that SQLite can read, such as an encrypted one; both are kept as plain files, each as it was when it was read.");
            return await StorePlainAsync(folder, file, companions, path, ChunkPlan.ForFile, KnownFileFlags.None, cancellationToken);
        }
        catch (FileSystemException e) when (e.IsGone)
        {
            return null;
        }
        catch (FileSystemException e)
        {
            return Unreadable(file, companions, path, e.Message, FlagsOf(e));
        }
    }

    /// <summary>Names alone prove nothing: "notes-journal" and "notes-wal" may be a person's own texts beside "notes".</summary>
    private static bool HasLog(Folder folder, ListedFile file)
    {
        using var log = folder.OpenFile([.. file.PlainName, .. DatabaseCompanions.WalSuffix, 0]);
        return SqliteHeader.IsLog(log);
    }

    /// <summary>Permissions change visibly; everything else may be gone at the next try.</summary>
    public static KnownFileFlags FlagsOf(FileSystemException error) =>
        error.Errno is Libc.AccessDenied or Libc.NotPermitted ? KnownFileFlags.Unreadable : KnownFileFlags.Unreadable | KnownFileFlags.Dirty;

    public void Dispose() => capture.Dispose();

    private async ValueTask<KnownFile?> StoreDatabaseAsync(
        Folder folder, ListedFile file, DatabaseCompanions companions, bool usesWal, KnownFile? known, string path, CancellationToken cancellationToken)
    {
        for (var i = 1; ; i++)
        {
            switch (capture.Capture(folder, file.Name, usesWal, isBusy: i > 1, out var failure))
            {
                case CaptureOutcome.AsItIs:
                    var stored = await StorePlainOnceAsync(folder, file, companions, ChunkPlan.ForDatabase, KnownFileFlags.Database, cancellationToken);
                    if (stored is { IsDirty: true } && i < Tries)
                        continue;
                    if (stored is { IsDirty: true })
                        tally.AddDirty(path);
                    return stored;

                case CaptureOutcome.Copied:
                    using (var copy = capture.OpenCopy())
                    {
                        var length = Folder.StatusOf(copy).Size;
                        var content = await _reader.StoreAsync(copy, length, ChunkPlan.ForDatabase(length), cancellationToken);
                        capture.DeleteCopy();
                        return Known(file, companions, content, KnownFileFlags.Database);
                    }

                case CaptureOutcome.NoDatabase:
                    tally.Warn($"{path} looks like a SQLite database but cannot be read as one; it is kept as a plain file. {failure}");
                    return await StorePlainAsync(folder, file, companions, path, ChunkPlan.ForFile, KnownFileFlags.None, cancellationToken);

                default:
                    return await StoreLockedAsync(folder, file, companions, known, path, failure, cancellationToken);
            }
        }
    }

    /// <summary>An older consistent state is better than a torn one; a torn one is better than none.</summary>
    private async ValueTask<KnownFile?> StoreLockedAsync(
        Folder folder, ListedFile file, DatabaseCompanions companions, KnownFile? known, string path, string? failure, CancellationToken cancellationToken)
    {
        tally.AddDirty(path);
        if (known is { IsDatabase: true } && known.Content.All(id => repository.Contains(BlobType.Data, id)))
        {
            tally.Warn($"The database {path} cannot be captured now; the snapshot holds its last captured state. {failure}");
            return known with { Status = file.Status, CompanionMark = companions.Mark, Flags = known.Flags | KnownFileFlags.Dirty };
        }

        tally.Warn($"The database {path} cannot be captured now and was never captured before; it is kept as a plain file, which may be torn. {failure}");
        return await StorePlainOnceAsync(folder, file, companions, ChunkPlan.ForFile, KnownFileFlags.Dirty, cancellationToken);
    }

    private async ValueTask<KnownFile?> StorePlainAsync(
        Folder folder, ListedFile file, DatabaseCompanions companions, string path, Func<long, ChunkPlan> plan, KnownFileFlags flags, CancellationToken cancellationToken)
    {
        for (var i = 1; ; i++)
        {
            var stored = await StorePlainOnceAsync(folder, file, companions, plan, flags, cancellationToken);
            if (stored is not { IsDirty: true })
                return stored;
            if (i == Tries)
            {
                tally.AddDirty(path);
                return stored;
            }
        }
    }

    private async ValueTask<KnownFile?> StorePlainOnceAsync(
        Folder folder, ListedFile file, DatabaseCompanions companions, Func<long, ChunkPlan> plan, KnownFileFlags flags, CancellationToken cancellationToken)
    {
        using var handle = folder.OpenFile(file.Name);
        var before = Folder.StatusOf(handle);
        if (before.Kind != FileKind.File)
            return null;
        var content = await _reader.StoreAsync(handle, before.Size, plan(before.Size), cancellationToken);
        var isStable = content.Length == before.Size && Folder.StatusOf(handle) == before;
        return Known(file with { Status = before }, companions, content, isStable ? flags : flags | KnownFileFlags.Dirty);
    }

    private KnownFile Unreadable(ListedFile file, DatabaseCompanions companions, string path, string reason, KnownFileFlags flags)
    {
        tally.Warn($"{path} is not in the snapshot. {reason}");
        tally.AddDirty(path);
        return Known(file, companions, new StoredContent([], 0), flags);
    }

    private static KnownFile Known(ListedFile file, DatabaseCompanions companions, StoredContent content, KnownFileFlags flags) => new()
    {
        Name = file.PlainName.ToArray(),
        Status = file.Status,
        Flags = flags,
        CompanionMark = companions.Mark,
        StoredLength = content.Length,
        Content = content.Blobs,
    };
}
