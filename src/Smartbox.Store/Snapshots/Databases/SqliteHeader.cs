using Microsoft.Win32.SafeHandles;
using Smartbox.Store.Files;

namespace Smartbox.Store.Snapshots.Databases;

/// <summary>The beginning of a file, as far as it tells whether SQLite made it (https://sqlite.org/fileformat.html).</summary>
internal static class SqliteHeader
{
    private const int ModeOffset = 18;
    private const int Length = 20;

    public static bool IsDatabase(SafeFileHandle file) => IsDatabase(file, out _);

    /// <param name="file">File.</param>
    /// <param name="usesWal">It is in WAL mode; otherwise a journal is rolled back.</param>
    public static bool IsDatabase(SafeFileHandle file, out bool usesWal)
    {
        Span<byte> header = stackalloc byte[Length];
        var length = Folder.Read(file, header, 0);
        usesWal = length == Length && header[ModeOffset] == 2;
        return length == Length && header.StartsWith("SQLite format 3\0"u8);
    }

    /// <summary>Whether a file is a write-ahead log, of either byte order of its checksums.</summary>
    public static bool IsLog(SafeFileHandle file)
    {
        Span<byte> magic = stackalloc byte[4];
        return Folder.Read(file, magic, 0) == magic.Length && (magic.SequenceEqual((ReadOnlySpan<byte>)[0x37, 0x7f, 0x06, 0x82])
            || magic.SequenceEqual((ReadOnlySpan<byte>)[0x37, 0x7f, 0x06, 0x83]));
    }
}
