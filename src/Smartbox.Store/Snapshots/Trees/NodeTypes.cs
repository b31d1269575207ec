using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Trees;

/// <summary>restic's words for kinds of files.</summary>
internal static class NodeTypes
{
    public static ReadOnlySpan<byte> NameOf(FileKind kind) => kind switch
    {
        FileKind.File => "file"u8,
        FileKind.Folder => "dir"u8,
        FileKind.Symlink => "symlink"u8,
        FileKind.Fifo => "fifo"u8,
        FileKind.BlockDevice => "dev"u8,
        FileKind.CharacterDevice => "chardev"u8,
        FileKind.Socket => "socket"u8,
        _ => "irregular"u8,
    };

    public static FileKind Parse(string name) => name switch
    {
        "file" => FileKind.File,
        "dir" => FileKind.Folder,
        "symlink" => FileKind.Symlink,
        "fifo" => FileKind.Fifo,
        "dev" => FileKind.BlockDevice,
        "chardev" => FileKind.CharacterDevice,
        "socket" => FileKind.Socket,
        _ => FileKind.Unknown,
    };
}
