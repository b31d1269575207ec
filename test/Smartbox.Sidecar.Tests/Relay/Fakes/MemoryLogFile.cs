using Smartbox.Sidecar.Relay.EventLog;

namespace Smartbox.Sidecar.Tests.Relay.Fakes;

/// <summary>A file that forgets in a crash what was not flushed.</summary>
internal sealed class MemoryLogFile : ILogFile
{
    private readonly Lock _lock = new();
    private byte[] _content;
    private byte[] _durable;

    public MemoryLogFile(byte[]? content = null)
    {
        _content = content ?? [];
        _durable = _content;
    }

    public int Flushes { get; private set; }

    /// <summary>Is awaited by each flush.</summary>
    public ManualResetEventSlim FlushGate { get; } = new(initialState: true);

    public Exception? FlushFault { get; set; }

    public long Length
    {
        get
        {
            lock (_lock)
            {
                return _content.Length;
            }
        }
    }

    /// <summary>What a reader finds after a power cut that kept some of the bytes that were not flushed.</summary>
    public byte[] AfterCrash(int unflushedBytesKept = 0)
    {
        lock (_lock)
        {
            return _content[..(int)Math.Min((long)_durable.Length + unflushedBytesKept, _content.Length)];
        }
    }

    public int Read(Span<byte> buffer, long offset)
    {
        lock (_lock)
        {
            var available = Math.Min(buffer.Length, Math.Max(0, _content.Length - (int)offset));
            _content.AsSpan((int)offset, available).CopyTo(buffer);
            return available;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        lock (_lock)
        {
            var content = new byte[Math.Max(_content.Length, (int)offset + bytes.Length)];
            _content.CopyTo(content, 0);
            bytes.CopyTo(content.AsSpan((int)offset));
            _content = content;
        }
    }

    public void Flush()
    {
        FlushGate.Wait();
        lock (_lock)
        {
            if (FlushFault is not null)
            {
                throw FlushFault;
            }

            _durable = _content;
            Flushes++;
        }
    }

    public void Truncate(long length)
    {
        lock (_lock)
        {
            _content = _content[..(int)length];
        }
    }

    public void Dispose() => FlushGate.Dispose();
}
