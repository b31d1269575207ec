namespace Smartbox.Store.Repositories;

/// <summary>Turns blobs into sealed bytes and back, with buffers of its own. One caller at a time; rented from a <see cref="BlobCodecPool"/>.</summary>
internal sealed class BlobCodec(MasterKey key) : IDisposable
{
    // Above this a buffer is dropped after use: few blobs are so large, and each codec would keep one for ever.
    private const int KeptBuffer = 1024 * 1024;
    private const int SmallestBuffer = 64 * 1024;

    private readonly ZstdCodec _zstd = new();
    private byte[] _buffer = [];

    public SealedBox Box { get; } = new(key);

    /// <summary>Compresses a blob if that makes it smaller, and seals it. The result lives in this codec until its next use.</summary>
    /// <returns>The sealed bytes, and the plain length if it was compressed (otherwise 0).</returns>
    public (ReadOnlyMemory<byte> Sealed, int PlainLength) Encode(ReadOnlySpan<byte> plaintext)
    {
        var buffer = Reserve(plaintext.Length + SealedBox.Overhead);
        var compressed = 0;
        var isCompressed = plaintext.Length > 1
            && _zstd.TryCompress(plaintext, buffer.AsSpan(SealedBox.IvLength, plaintext.Length - 1), out compressed);
        if (!isCompressed)
        {
            plaintext.CopyTo(buffer.AsSpan(SealedBox.IvLength));
        }

        var sealedBlob = buffer.AsMemory(0, SealedBox.Overhead + (isCompressed ? compressed : plaintext.Length));
        Box.Seal(sealedBlob.Span);
        return (sealedBlob, isCompressed ? plaintext.Length : 0);
    }

    /// <summary>Opens a blob and checks it against its id.</summary>
    /// <returns>False when it is damaged.</returns>
    public bool TryDecode(ReadOnlySpan<byte> sealedBlob, BlobId id, BlobLocation location, Span<byte> plaintext)
    {
        if (sealedBlob.Length != location.Length)
        {
            return false;
        }

        if (location.PlainLength == 0)
        {
            return Box.TryOpen(sealedBlob, plaintext) && BlobId.Of(plaintext) == id;
        }

        var frame = Reserve(sealedBlob.Length).AsSpan(0, sealedBlob.Length - SealedBox.Overhead);
        return Box.TryOpen(sealedBlob, frame) && _zstd.TryDecompress(frame, plaintext) && BlobId.Of(plaintext) == id;
    }

    public byte[] Compress(ReadOnlySpan<byte> plaintext) => _zstd.Compress(plaintext);

    /// <summary>Drops a buffer that is larger than most need.</summary>
    public void Trim()
    {
        if (_buffer.Length > KeptBuffer)
        {
            _buffer = [];
        }
    }

    public void Dispose()
    {
        Box.Dispose();
        _zstd.Dispose();
    }

    private byte[] Reserve(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, SmallestBuffer));
        }

        return _buffer;
    }
}
