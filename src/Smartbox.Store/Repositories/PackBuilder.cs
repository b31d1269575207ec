using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Smartbox.Store.Repositories;

/// <summary>A pack while it fills, in a buffer that holds all of it.</summary>
internal sealed class PackBuilder(byte[] buffer)
{
    private readonly List<PackEntry> _entries = [];
    private int _length;
    private int _headerLength;

    /// <summary>The buffer, to be used again once the pack is in the store.</summary>
    public byte[] Buffer { get; } = buffer;

    public IReadOnlyList<PackEntry> Entries => _entries;

    public BlobId Id { get; private set; }

    public bool IsFinished { get; private set; }

    /// <summary>All of the pack, once it is finished.</summary>
    public ReadOnlyMemory<byte> Content => Buffer.AsMemory(0, _length);

    /// <summary>Bytes so far, with the header that it would get now.</summary>
    public int Length => _length + _headerLength + Closing;

    /// <summary>A buffer's length for one blob alone.</summary>
    public static int LengthFor(int sealedLength) => sealedLength + PackHeader.MaximumEntryLength + Closing;

    private static int Closing => SealedBox.Overhead + PackHeader.TrailerLength;

    public bool Fits(int sealedLength) => Length + PackHeader.MaximumEntryLength + sealedLength <= Buffer.Length;

    public void Add(BlobType type, BlobId id, ReadOnlySpan<byte> sealedBlob, int plainLength)
    {
        sealedBlob.CopyTo(Buffer.AsSpan(_length));
        var entry = new PackEntry(type, id, (uint)_length, (uint)sealedBlob.Length, (uint)plainLength);
        _entries.Add(entry);
        _length += sealedBlob.Length;
        _headerLength += entry.IsCompressed ? PackHeader.MaximumEntryLength : PackHeader.MaximumEntryLength - sizeof(uint);
    }

    /// <summary>Closes the pack with its header; its id is then known.</summary>
    public void Finish(SealedBox box)
    {
        var header = Buffer.AsSpan(_length, _headerLength + SealedBox.Overhead);
        PackHeader.Write(_entries, header[SealedBox.IvLength..]);
        box.Seal(header);
        BinaryPrimitives.WriteUInt32LittleEndian(Buffer.AsSpan(_length + header.Length), (uint)header.Length);
        _length += header.Length + PackHeader.TrailerLength;
        _headerLength = 0;

        Span<byte> digest = stackalloc byte[BlobId.Length];
        SHA256.HashData(Content.Span, digest);
        Id = new BlobId(digest);
        IsFinished = true;
    }
}
