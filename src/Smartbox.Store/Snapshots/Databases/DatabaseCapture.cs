using System.Text;
using Microsoft.Win32.SafeHandles;
using Smartbox.Store.Files;
using Smartbox.Store.Snapshots.Walking;
using SQLitePCL;

namespace Smartbox.Store.Snapshots.Databases;

/// <summary>Makes consistent copies of SQLite databases that other processes write, without ever opening those for writing or making files beside them.</summary>
/// <param name="cacheFolder">Where copies are made.</param>
/// <param name="time">Clock.</param>
internal sealed class DatabaseCapture(string cacheFolder, TimeProvider time) : IDisposable
{
    private const int Tries = 3;
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(2);

    private readonly Folder _folder = Folder.Open(cacheFolder);
    private byte[]? _copyPath;

    private static byte[] CopyName { get; } = FileName.Terminated("capture.db");

    private byte[] CopyPath => _copyPath ??= [.. _folder.RealPath(), (byte)'/', .. CopyName.AsSpan(0, CopyName.Length - 1)];

    /// <summary>Captures a database, or says why not.</summary>
    /// <param name="parent">Its folder.</param>
    /// <param name="name">Its name, with a zero byte.</param>
    /// <param name="usesWal">What its header says.</param>
    /// <param name="isBusy">It was seen to change: it is not taken as it is.</param>
    /// <param name="failure">A sentence, when it was not captured.</param>
    public CaptureOutcome Capture(Folder parent, byte[] name, bool usesWal, bool isBusy, out string? failure)
    {
        failure = null;
        for (var i = 1; ; i++)
        {
            try
            {
                return CaptureOnce(parent, name, usesWal, isBusy);
            }
            catch (SqliteException e)
            {
                failure = e.Message;
                if (e.IsContent)
                    return CaptureOutcome.NoDatabase;
                if (i == Tries)
                    return CaptureOutcome.Failed;
            }
            catch (Exception e) when (e is IOException or FileSystemException { IsGone: false })
            {
                failure = e.Message;
                return CaptureOutcome.Failed;
            }
        }
    }

    /// <summary>Opens the copy of the last capture for reading.</summary>
    public SafeFileHandle OpenCopy() => _folder.OpenFile(CopyName);

    /// <summary>Deletes the copy and what SQLite may have left beside it.</summary>
    public void DeleteCopy()
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            _ = Libc.UnlinkAt(_folder.Descriptor, Companion(CopyName, Encoding.ASCII.GetBytes(suffix)), 0);
    }

    public void Dispose()
    {
        DeleteCopy();
        _folder.Dispose();
    }

    private CaptureOutcome CaptureOnce(Folder parent, byte[] name, bool usesWal, bool isBusy)
    {
        DeleteCopy();
        var database = parent.StatusOf(name) ?? throw new FileSystemException("open", name, Libc.NoEntry);
        var hasWal = parent.StatusOf(Companion(name, DatabaseCompanions.WalSuffix)) is { Kind: FileKind.File, Size: > 0 };
        var hasJournal = parent.StatusOf(Companion(name, DatabaseCompanions.JournalSuffix)) is { Kind: FileKind.File, Size: > 0 };
        var hasSharedMemory = parent.StatusOf(Companion(name, DatabaseCompanions.SharedMemorySuffix)) is { Kind: FileKind.File };

        // Whoever opens an empty database, even for reading, makes SQLite delete its log (pagerOpenWalIfPresent).
        if (database.Size == 0)
            return CaptureOutcome.NoDatabase;

        // In WAL mode only a checkpoint writes the file, and there is nothing to check in. To open it would make files beside it.
        if (!isBusy && !hasWal && !hasJournal && (usesWal || IsOld(database)))
            return CaptureOutcome.AsItIs;

        // A log without shared memory belongs to nobody, or to a writer in exclusive mode: to open it here would recover it in place.
        if (hasWal && !hasSharedMemory)
        {
            RecoverCopy(parent, name);
            return CaptureOutcome.Copied;
        }

        try
        {
            Backup(parent, name);
        }
        catch (SqliteException e) when (e.PrimaryCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN)
        {
            // A hot journal waits to be rolled back, or the shared memory cannot be used.
            RecoverCopy(parent, name);
        }

        return CaptureOutcome.Copied;
    }

    private bool IsOld(FileStatus status) => status.Changed < FileTime.From(time.GetUtcNow() - _quiet);

    private void Backup(Folder parent, byte[] name)
    {
        byte[] path = [.. parent.RealPath(), (byte)'/', .. name.AsSpan(0, name.Length - 1)];
        using var source = SqliteConnection.OpenReadOnly(path);
        using var target = SqliteConnection.OpenOrCreate(CopyPath);
        target.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
        source.BackupTo(target);
    }

    /// <summary>Copies the database with its log and journal while nothing changes, and lets SQLite recover the copy.</summary>
    private void RecoverCopy(Folder parent, byte[] name)
    {
        DeleteCopy();
        ReadOnlySpan<byte> noSuffix = [];
        byte[][] suffixes = [noSuffix.ToArray(), DatabaseCompanions.WalSuffix.ToArray(), DatabaseCompanions.JournalSuffix.ToArray()];
        var before = suffixes.Select(suffix => parent.StatusOf(Companion(name, suffix))).ToArray();
        for (var i = 0; i < suffixes.Length; i++)
        {
            if (before[i] is not { Kind: FileKind.File })
                continue;
            using var source = new FileStream(parent.OpenFile(Companion(name, suffixes[i])), FileAccess.Read, bufferSize: 0);
            using var target = new FileStream(_folder.CreateFile(Companion(CopyName, suffixes[i])), FileAccess.Write, bufferSize: 0);
            source.CopyTo(target, 1 << 18);
        }

        if (!suffixes.Select(suffix => parent.StatusOf(Companion(name, suffix))).SequenceEqual(before))
            throw new SqliteException(raw.SQLITE_BUSY, "copy the database while it is written");
        using var copy = SqliteConnection.OpenOrCreate(CopyPath);
        copy.QueryText("PRAGMA schema_version");
        copy.QueryText("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static byte[] Companion(byte[] name, ReadOnlySpan<byte> suffix) => [.. name.AsSpan(0, name.Length - 1), .. suffix, 0];
}
