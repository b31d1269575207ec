using System.Buffers;

namespace Smartbox.Kubernetes.Informers;

/// <summary>Reads a stream line by line into one pooled buffer.</summary>
/// <param name="stream">What is read; the caller's to dispose.</param>
/// <param name="onBytes">Called after each read that brought something.</param>
internal sealed class LineReader(Stream stream, Action onBytes) : IDisposable
{
    private const int InitialSize = 16 * 1024;

    /// <summary>etcd refuses objects above 1.5 MiB by default; a line that is far longer is no Kubernetes object.</summary>
    private const int MaxSize = 64 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>The next line without its end, valid until the next call; null at the end of the stream, where a line that was cut short is dropped.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, _scanned + length - _start);
                _start = _scanned += length + 1;
                if (!line.IsEmpty)
                {
                    return line;
                }

                continue;
            }

            _scanned = _end;
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            onBytes();
            _end += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void MakeRoom()
    {
        var pending = _end - _start;
        if (pending == 0 && _buffer.Length > InitialSize * 16)
        {
            // One large object must not keep its buffer for as long as the watch lives.
            Replace(InitialSize, 0);
        }
        else if (_end < _buffer.Length)
        {
            return;
        }
        else if (pending <= _buffer.Length / 2)
        {
            _buffer.AsSpan(_start, pending).CopyTo(_buffer);
        }
        else if (_buffer.Length >= MaxSize)
        {
            throw new InvalidDataException($"A line of the watch is longer than {MaxSize} bytes.");
        }
        else
        {
            Replace(_buffer.Length * 2, pending);
        }

        _scanned = _end = pending;
        _start = 0;
    }

    private void Replace(int size, int pending)
    {
        var old = _buffer;
        _buffer = ArrayPool<byte>.Shared.Rent(size);
        old.AsSpan(_start, pending).CopyTo(_buffer);
        ArrayPool<byte>.Shared.Return(old);
    }
}
