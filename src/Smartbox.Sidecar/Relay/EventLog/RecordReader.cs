using System.Buffers;
using Smartbox.Protocol.Relay.V1;

namespace Smartbox.Sidecar.Relay.EventLog;

/// <summary>Reads records one after another, up to <paramref name="end"/>.</summary>
internal sealed class RecordReader(ILogFile file, long offset, long end) : IDisposable
{
    private const int ChunkLength = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
    private long _bufferOffset = offset;
    private int _buffered;

    /// <summary>Where the next record begins.</summary>
    public long Offset { get; private set; } = offset;

    public bool IsAtEnd => Offset >= end;

    /// <returns>The next record, or null at the end or where the bytes are no whole record.</returns>
    public LogRecord? Next()
    {
        if (!Fill(RecordFormat.FrameLength) || RecordFormat.BodyLength(At(0, RecordFormat.FrameLength)) is not { } length
            || !Fill(RecordFormat.FrameLength + length))
        {
            return null;
        }

        var record = RecordFormat.Parse(At(0, RecordFormat.FrameLength), At(RecordFormat.FrameLength, length));
        if (record is not null)
        {
            Offset += RecordFormat.FrameLength + length;
        }

        return record;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private ReadOnlySpan<byte> At(int start, int length) => _buffer.AsSpan((int)(Offset - _bufferOffset) + start, length);

    private bool Fill(int length)
    {
        if (Offset + length > end)
        {
            return false;
        }

        var skip = (int)(Offset - _bufferOffset);
        if (_buffered - skip >= length)
        {
            return true;
        }

        var target = length > _buffer.Length ? ArrayPool<byte>.Shared.Rent(length) : _buffer;
        _buffer.AsSpan(skip, _buffered - skip).CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _buffered -= skip;
        _bufferOffset = Offset;
        while (_buffered < length)
        {
            var position = _bufferOffset + _buffered;
            var read = file.Read(_buffer.AsSpan(_buffered, (int)Math.Min(_buffer.Length - _buffered, end - position)), position);
            if (read == 0)
            {
                return false;
            }

            _buffered += read;
        }

        return true;
    }
}
