using Smartbox.Store.Files;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>One child of a folder, as restic's trees hold it.</summary>
internal sealed class TreeNode
{
    /// <summary>Any bytes but zero and slash.</summary>
    public required byte[] Name { get; set; }

    public required FileKind Kind { get; set; }

    /// <summary>Permission bits with setuid, setgid and sticky.</summary>
    public uint Mode { get; set; }

    public FileTime Modified { get; set; }

    public FileTime Accessed { get; set; }

    public FileTime Changed { get; set; }

    public uint Uid { get; set; }

    public uint Gid { get; set; }

    public ulong Inode { get; set; }

    /// <summary>Only of files with several names.</summary>
    public ulong DeviceId { get; set; }

    public long Size { get; set; }

    public ulong Links { get; set; }

    /// <summary>Any bytes but zero; of symbolic links.</summary>
    public byte[]? LinkTarget { get; set; }

    public IReadOnlyList<ExtendedAttribute> ExtendedAttributes { get; set; } = [];

    /// <summary>Number of a device file.</summary>
    public ulong Device { get; set; }

    /// <summary>Data blobs of a file in their order; null for everything else.</summary>
    public IReadOnlyList<BlobId>? Content { get; set; }

    /// <summary>Tree of a folder.</summary>
    public BlobId? Subtree { get; set; }
}
