using ZstdSharp;

namespace Smartbox.Store.Repositories;

/// <summary>zstd as the repository uses it. Not for concurrent use.</summary>
internal sealed class ZstdCodec : IDisposable
{
    // Level 1: twice as fast as restic's default for a few per cent more bytes.
    private const int Level = 1;
    private const int StreamBuffer = 64 * 1024;

    private readonly Compressor _compressor = new(Level);
    private readonly Decompressor _decompressor = new();

    /// <summary>Compresses into a buffer that is smaller than the worst case; false when it does not fit, which means that it is not worth it.</summary>
    public bool TryCompress(ReadOnlySpan<byte> plaintext, Span<byte> target, out int written) => _compressor.TryWrap(plaintext, target, out written);

    public byte[] Compress(ReadOnlySpan<byte> plaintext) => _compressor.Wrap(plaintext).ToArray();

    /// <summary>Decompresses a frame whose plain length is known: it must fill the target exactly.</summary>
    public bool TryDecompress(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        try
        {
            return _decompressor.TryUnwrap(frame, target, out var written) && written == target.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }

    /// <summary>Decompresses a frame of unknown plain length (restic's small frames do not tell it), at most <paramref name="limit"/> bytes; null when it is damaged or longer.</summary>
    public static byte[]? Decompress(ReadOnlyMemory<byte> frame, int limit)
    {
        try
        {
            using var source = new MemoryStream(frame.ToArray(), writable: false);
            using var stream = new DecompressionStream(source);
            using var target = new MemoryStream();
            var buffer = new byte[StreamBuffer];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (target.Length + read > limit)
                {
                    return null;
                }

                target.Write(buffer.AsSpan(0, read));
            }

            return target.ToArray();
        }
        catch (Exception e) when (e is ZstdException or EndOfStreamException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _compressor.Dispose();
        _decompressor.Dispose();
    }
}
