using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>Go's <c>os.FileMode</c>: nine permission bits as in Unix, everything else at the other end.</summary>
internal static class GoFileMode
{
    private const uint Folder = 1u << 31;
    private const uint Symlink = 1u << 27;
    private const uint Device = 1u << 26;
    private const uint NamedPipe = 1u << 25;
    private const uint Socket = 1u << 24;
    private const uint SetUid = 1u << 23;
    private const uint SetGid = 1u << 22;
    private const uint CharacterDevice = 1u << 21;
    private const uint Sticky = 1u << 20;

    public static uint From(FileKind kind, uint mode) =>
        (mode & 0x1ff)
        | ((mode & 0x800) != 0 ? SetUid : 0)
        | ((mode & 0x400) != 0 ? SetGid : 0)
        | ((mode & 0x200) != 0 ? Sticky : 0)
        | kind switch
        {
            FileKind.Folder => Folder,
            FileKind.Symlink => Symlink,
            FileKind.Fifo => NamedPipe,
            FileKind.Socket => Socket,
            FileKind.BlockDevice => Device,
            FileKind.CharacterDevice => Device | CharacterDevice,
            _ => 0,
        };

    /// <summary>The twelve mode bits of Unix.</summary>
    public static uint ToMode(uint goMode) =>
        (goMode & 0x1ff)
        | ((goMode & SetUid) != 0 ? 0x800u : 0)
        | ((goMode & SetGid) != 0 ? 0x400u : 0)
        | ((goMode & Sticky) != 0 ? 0x200u : 0);
}
