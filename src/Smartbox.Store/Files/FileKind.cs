namespace Smartbox.Store.Files;

/// <summary>What a name stands for; the values are the type bits of <c>st_mode</c>.</summary>
internal enum FileKind
{
    Unknown = 0,
    Fifo = 0x1000,
    CharacterDevice = 0x2000,
    Folder = 0x4000,
    BlockDevice = 0x6000,
    File = 0x8000,
    Symlink = 0xa000,
    Socket = 0xc000,
}
