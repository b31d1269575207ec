using System.Buffers.Binary;

namespace Smartbox.Store.Repositories;

/// <summary>The list of blobs at the end of a pack: type, stored length, plain length if compressed, id; in the order of the blobs.</summary>
internal static class PackHeader
{
    /// <summary>What follows the sealed header: its length.</summary>
    public const int TrailerLength = sizeof(uint);

    public const int MaximumEntryLength = 1 + sizeof(uint) + sizeof(uint) + BlobId.Length;
    private const int MinimumEntryLength = 1 + sizeof(uint) + BlobId.Length;

    private const byte Tree = 1;
    private const byte Compressed = 2;

    public static int Length(IReadOnlyList<PackEntry> entries) => entries.Sum(e => e.IsCompressed ? MaximumEntryLength : MinimumEntryLength);

    public static void Write(IReadOnlyList<PackEntry> entries, Span<byte> target)
    {
        foreach (var entry in entries)
        {
            target[0] = (byte)((entry.Type == BlobType.Tree ? Tree : 0) | (entry.IsCompressed ? Compressed : 0));
            BinaryPrimitives.WriteUInt32LittleEndian(target[1..], entry.Length);
            target = target[(1 + sizeof(uint))..];
            if (entry.IsCompressed)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target, entry.PlainLength);
                target = target[sizeof(uint)..];
            }

            entry.Id.CopyTo(target);
            target = target[BlobId.Length..];
        }
    }

    /// <summary>Parses an opened header; null when it is not one.</summary>
    public static List<PackEntry>? Parse(ReadOnlySpan<byte> header)
    {
        List<PackEntry> entries = [];
        ulong offset = 0;
        while (!header.IsEmpty)
        {
            var kind = header[0];
            var compressed = (kind & Compressed) != 0;
            var length = compressed ? MaximumEntryLength : MinimumEntryLength;
            if (kind > (Tree | Compressed) || header.Length < length)
            {
                return null;
            }

            var stored = BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
            var plain = compressed ? BinaryPrimitives.ReadUInt32LittleEndian(header[(1 + sizeof(uint))..]) : 0;
            if (offset + stored > uint.MaxValue || (compressed && plain == 0))
            {
                return null;
            }

            var id = new BlobId(header[(length - BlobId.Length)..length]);
            entries.Add(new PackEntry((kind & Tree) != 0 ? BlobType.Tree : BlobType.Data, id, (uint)offset, stored, plain));
            offset += stored;
            header = header[length..];
        }

        return entries;
    }
}
