using System.Globalization;
using System.Text;

namespace Smartbox.Kubelet.Logs;

/// <summary>The log of one run in the format of the container runtime interface: <c>TIME STREAM F|P TEXT</c>, P for a line that goes on.</summary>
internal sealed class ContainerLog : IDisposable
{
    private readonly string _file;
    private readonly long _maxSize;
    private readonly int _maxFiles;
    private readonly TimeProvider _time;

    // Guards all below: lines of the two streams do not mix, and a reader waits for the write that follows what it has read.
    private readonly Lock _lock = new();
    private FileStream? _stream;
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _part;

    public ContainerLog(string file, long maxSize, int maxFiles, TimeProvider time)
    {
        _file = file;
        _maxSize = maxSize;
        _maxFiles = maxFiles;
        _time = time;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _stream = Open();
    }

    public string File => _file;

    /// <summary>True when nothing more comes.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _stream is null;
            }
        }
    }

    /// <summary>Completes at the next write, or at the end. Take it before reading.</summary>
    public Task Written
    {
        get
        {
            lock (_lock)
            {
                return _stream is null ? Task.CompletedTask : _written.Task;
            }
        }
    }

    public void Write(string stream, ReadOnlySpan<byte> text, bool isWhole)
    {
        var time = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff00'Z'", CultureInfo.InvariantCulture);
        var prefix = Encoding.ASCII.GetBytes($"{time} {stream} {(isWhole ? 'F' : 'P')} ");
        var line = new byte[prefix.Length + text.Length + 1];
        prefix.CopyTo(line, 0);
        text.CopyTo(line.AsSpan(prefix.Length));
        line[^1] = (byte)'\n';

        lock (_lock)
        {
            if (_stream is null)
            {
                return;
            }

            if (_stream.Length > 0 && _stream.Length + line.Length > _maxSize)
            {
                Rotate();
            }

            _stream.Write(line);
            Announce();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stream?.Dispose();
            _stream = null;
            Announce();
        }
    }

    private void Announce()
    {
        var written = _written;
        _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        written.TrySetResult();
    }

    private void Rotate()
    {
        _stream!.Dispose();
        System.IO.File.Move(_file, $"{_file}.{++_part}");
        if (_part >= _maxFiles)
        {
            System.IO.File.Delete($"{_file}.{_part - _maxFiles + 1}");
        }

        _stream = Open();
    }

    // Not buffered: what a process said last before a crash of this one is in the file.
    private FileStream Open() => new(_file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
