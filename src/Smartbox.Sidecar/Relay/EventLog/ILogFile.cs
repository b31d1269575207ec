namespace Smartbox.Sidecar.Relay.EventLog;

/// <summary>The file below a session's log. What was written is only sure to be there after a crash once it was flushed.</summary>
internal interface ILogFile : IDisposable
{
    long Length { get; }

    /// <returns>Bytes read; 0 at the end.</returns>
    int Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Flush();

    void Truncate(long length);
}
