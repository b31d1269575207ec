using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Walking;

namespace Smartbox.Store.Snapshots.Changes;

/// <summary>What the last snapshot has of a file or folder, and what that looked like.</summary>
internal sealed record KnownFile
{
    /// <summary>Without a zero byte.</summary>
    public required byte[] Name { get; init; }

    public required FileStatus Status { get; init; }

    public KnownFileFlags Flags { get; init; }

    /// <summary>See <see cref="DatabaseCompanions.Mark"/>.</summary>
    public ulong CompanionMark { get; init; }

    /// <summary>Bytes in the snapshot, which are not those of the file when it is a captured database.</summary>
    public long StoredLength { get; init; }

    public BlobId[] Content { get; init; } = [];

    /// <summary>Tree of a folder.</summary>
    public BlobId? Subtree { get; init; }

    public bool IsDirty => (Flags & KnownFileFlags.Dirty) != 0;

    public bool IsDatabase => (Flags & KnownFileFlags.Database) != 0;

    public bool IsUnreadable => (Flags & KnownFileFlags.Unreadable) != 0;

    /// <summary>
    /// Whether a file looks as it did. A volume may get another device number at each mount; it counts only where the snapshot holds it, which is for files of several names.
    /// </summary>
    public bool LooksLike(FileStatus status, ulong companionMark) =>
        CompanionMark == companionMark && (status.Kind == FileKind.File && status.Links > 1 ? Status == status : Status with { Device = status.Device } == status);
}
