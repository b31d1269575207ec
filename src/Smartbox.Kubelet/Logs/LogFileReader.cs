namespace Smartbox.Kubelet.Logs;

/// <summary>Reads the lines of a file that may still grow; an unfinished last line waits for its end.</summary>
internal sealed class LogFileReader(string file) : IDisposable
{
    private readonly FileStream _stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: false);
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <returns>The next line, valid until the next call, or null when there is none now.</returns>
    public ReadOnlyMemory<byte>? Next()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }

    public void Dispose() => _stream.Dispose();
}
