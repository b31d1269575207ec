namespace Smartbox.Store.Files;

/// <summary>What <c>statx</c> says of a file.</summary>
/// <param name="Kind">Type.</param>
/// <param name="Mode">Permission bits with setuid, setgid and sticky: the lower twelve.</param>
/// <param name="Size">Bytes of a file.</param>
/// <param name="Modified">Last change of the content.</param>
/// <param name="Changed">Last change of content or metadata, which only the kernel sets.</param>
/// <param name="Inode">Number in its file system.</param>
/// <param name="Device">File system, as <c>st_dev</c>.</param>
/// <param name="Links">Names of it.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
internal readonly record struct FileStatus(
    FileKind Kind, uint Mode, long Size, FileTime Modified, FileTime Changed, ulong Inode, ulong Device, uint Links, uint Uid, uint Gid)
{
    public static FileStatus From(in Statx raw) => new(
        (FileKind)(raw.Mode & 0xf000),
        raw.Mode & 0xfffu,
        (long)raw.Size,
        new FileTime(raw.ModificationSeconds, raw.ModificationNanoseconds),
        new FileTime(raw.ChangeSeconds, raw.ChangeNanoseconds),
        raw.Inode,
        MakeDevice(raw.DeviceMajor, raw.DeviceMinor),
        raw.Links,
        raw.Uid,
        raw.Gid);

    /// <summary>glibc's <c>makedev</c>, which is what other programs see as <c>st_dev</c>.</summary>
    private static ulong MakeDevice(ulong major, ulong minor) =>
        ((major & 0xfff) << 8) | ((major & ~0xfffUL) << 32) | (minor & 0xff) | ((minor & ~0xffUL) << 12);
}
