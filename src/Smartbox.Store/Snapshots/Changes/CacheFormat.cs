using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Changes;

/// <summary>
/// The change cache's file: a magic number, one checksummed record per folder, an index of them by the hash of their path, the summary, a trailer.
/// It is written anew for each snapshot and never changed; a reader that finds anything odd behaves as if there were none.
/// </summary>
internal static class CacheFormat
{
    public const string FileName = "changes";
    public const int IndexEntryLength = 28;
    public const int TrailerLength = 8 + 4 + 4 + SHA256.HashSizeInBytes;

    public static ReadOnlySpan<byte> Magic => "sbxchg01"u8;

    public static UInt128 KeyOf(ReadOnlySpan<byte> path)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(path, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        var checksum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
            checksum = BitOperations.Crc32C(checksum, word);
        foreach (var rest in data[(data.Length & ~7)..])
            checksum = BitOperations.Crc32C(checksum, rest);
        return checksum;
    }

    public static void WriteFolder(KnownFolder folder, ArrayBufferWriter<byte> output)
    {
        WriteId(output, folder.Tree);
        WriteNumber(output, (ulong)folder.Files.Count);
        foreach (var file in folder.Files)
            WriteFile(file, output);
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="WriteFolder"/> wrote.</exception>
    public static KnownFolder ReadFolder(ReadOnlySpan<byte> data)
    {
        var tree = ReadId(ref data);
        var count = (int)ReadNumber(ref data);
        var files = new List<KnownFile>(count);
        for (var i = 0; i < count; i++)
            files.Add(ReadFile(ref data));
        return new KnownFolder(tree, files);
    }

    public static byte[] WriteSummary(CacheSummary summary)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteBytes(output, Encoding.UTF8.GetBytes(summary.RepositoryId));
        WriteBytes(output, Encoding.UTF8.GetBytes(summary.SnapshotId));
        WriteId(output, summary.Tree);
        WriteNumber(output, (ulong)summary.Files);
        WriteNumber(output, (ulong)summary.Bytes);
        return output.WrittenSpan.ToArray();
    }

    public static CacheSummary ReadSummary(ReadOnlySpan<byte> data) => new(
        Encoding.UTF8.GetString(ReadBytes(ref data)),
        Encoding.UTF8.GetString(ReadBytes(ref data)),
        ReadId(ref data),
        (long)ReadNumber(ref data),
        (long)ReadNumber(ref data));

    private static void WriteFile(KnownFile file, ArrayBufferWriter<byte> output)
    {
        var status = file.Status;
        WriteBytes(output, file.Name);
        WriteNumber(output, (ulong)status.Kind);
        WriteNumber(output, status.Mode);
        WriteNumber(output, (ulong)status.Size);
        WriteTime(output, status.Modified);
        WriteTime(output, status.Changed);
        WriteNumber(output, status.Inode);
        WriteNumber(output, status.Device);
        WriteNumber(output, status.Links);
        WriteNumber(output, status.Uid);
        WriteNumber(output, status.Gid);
        WriteNumber(output, (ulong)file.Flags);
        WriteNumber(output, file.CompanionMark);
        WriteNumber(output, (ulong)file.StoredLength);
        WriteNumber(output, (ulong)file.Content.Length);
        foreach (var id in file.Content)
            WriteId(output, id);
        WriteNumber(output, file.Subtree is null ? 0u : 1u);
        if (file.Subtree is { } subtree)
            WriteId(output, subtree);
    }

    private static KnownFile ReadFile(ref ReadOnlySpan<byte> data)
    {
        var name = ReadBytes(ref data).ToArray();
        var status = new FileStatus(
            (FileKind)ReadNumber(ref data),
            (uint)ReadNumber(ref data),
            (long)ReadNumber(ref data),
            ReadTime(ref data),
            ReadTime(ref data),
            ReadNumber(ref data),
            ReadNumber(ref data),
            (uint)ReadNumber(ref data),
            (uint)ReadNumber(ref data),
            (uint)ReadNumber(ref data));
        var flags = (KnownFileFlags)ReadNumber(ref data);
        var mark = ReadNumber(ref data);
        var length = (long)ReadNumber(ref data);
        var content = new BlobId[(int)ReadNumber(ref data)];
        for (var i = 0; i < content.Length; i++)
            content[i] = ReadId(ref data);
        return new KnownFile
        {
            Name = name,
            Status = status,
            Flags = flags,
            CompanionMark = mark,
            StoredLength = length,
            Content = content,
            Subtree = ReadNumber(ref data) == 0 ? null : ReadId(ref data),
        };
    }

    private static void WriteTime(ArrayBufferWriter<byte> output, FileTime time)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), time.Seconds);
        output.Advance(8);
        WriteNumber(output, (ulong)time.Nanoseconds);
    }

    private static FileTime ReadTime(ref ReadOnlySpan<byte> data)
    {
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(data);
        data = data[8..];
        return new FileTime(seconds, (long)ReadNumber(ref data));
    }

    private static void WriteId(ArrayBufferWriter<byte> output, BlobId id)
    {
        id.CopyTo(output.GetSpan(BlobId.Length));
        output.Advance(BlobId.Length);
    }

    private static BlobId ReadId(ref ReadOnlySpan<byte> data)
    {
        var id = new BlobId(data[..BlobId.Length]);
        data = data[BlobId.Length..];
        return id;
    }

    private static void WriteBytes(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        WriteNumber(output, (ulong)bytes.Length);
        output.Write(bytes);
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> data)
    {
        var length = (int)ReadNumber(ref data);
        var bytes = data[..length];
        data = data[length..];
        return bytes;
    }

    private static void WriteNumber(ArrayBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        output.Advance(length);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (var i = 0; ; i++)
        {
            value |= (ulong)(data[i] & 0x7f) << (7 * i);
            if (data[i] < 0x80)
            {
                data = data[(i + 1)..];
                return value;
            }
        }
    }
}
