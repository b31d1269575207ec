using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Walking;

/// <summary>The files that SQLite keeps beside a database; null where there is none.</summary>
internal readonly record struct DatabaseCompanions(FileStatus? Wal, FileStatus? SharedMemory, FileStatus? Journal)
{
    public static ReadOnlySpan<byte> WalSuffix => "-wal"u8;

    public static ReadOnlySpan<byte> SharedMemorySuffix => "-shm"u8;

    public static ReadOnlySpan<byte> JournalSuffix => "-journal"u8;

    /// <summary>A log or a journal lies there, so that the file itself is only half of the truth, if it is a database.</summary>
    public bool Exist => Wal is not null || Journal is not null;

    /// <summary>
    /// Changes when the log or the journal does; 0 when there is neither. Shared memory holds nothing that lasts.
    /// </summary>
    public ulong Mark => Exist ? Mix(Mix(0x9e3779b97f4a7c15, Wal), Journal) | 1 : 0;

    public static bool IsCompanionName(ReadOnlySpan<byte> name) =>
        name.EndsWith(WalSuffix) || name.EndsWith(SharedMemorySuffix) || name.EndsWith(JournalSuffix);

    /// <summary>Whether a name is that of a companion of one of these databases.</summary>
    public static bool BelongsTo(List<byte[]> databases, ReadOnlySpan<byte> name)
    {
        foreach (var database in databases)
        {
            if (name.StartsWith(database)
                && name[database.Length..] is var suffix
                && (suffix.SequenceEqual(WalSuffix) || suffix.SequenceEqual(SharedMemorySuffix) || suffix.SequenceEqual(JournalSuffix)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the companions of a child; they follow it closely, because names are in order.</summary>
    public static DatabaseCompanions Find(List<ListedFile> files, int index)
    {
        var name = files[index].PlainName;
        FileStatus? wal = null, sharedMemory = null, journal = null;
        for (var i = index + 1; i < files.Count && files[i].PlainName.StartsWith(name); i++)
        {
            if (files[i].Status.Kind != FileKind.File)
                continue;
            var suffix = files[i].PlainName[name.Length..];
            if (suffix.SequenceEqual(WalSuffix))
                wal = files[i].Status;
            else if (suffix.SequenceEqual(SharedMemorySuffix))
                sharedMemory = files[i].Status;
            else if (suffix.SequenceEqual(JournalSuffix))
                journal = files[i].Status;
            else if (suffix.SequenceCompareTo(WalSuffix) > 0)
                break;
        }

        return new DatabaseCompanions(wal, sharedMemory, journal);
    }

    private static ulong Mix(ulong hash, FileStatus? status)
    {
        if (status is not { } file)
            return hash * 0xff51afd7ed558ccd;
        foreach (var value in (ReadOnlySpan<ulong>)
            [(ulong)file.Size, (ulong)file.Modified.Seconds, (ulong)file.Modified.Nanoseconds, (ulong)file.Changed.Seconds, (ulong)file.Changed.Nanoseconds, file.Inode])
        {
            hash = (hash ^ value) * 0xff51afd7ed558ccd;
            hash ^= hash >> 32;
        }

        return hash;
    }
}
