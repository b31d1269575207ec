using System.Text;
using Microsoft.Extensions.Logging;

namespace Smartbox.Local.Logging;

/// <summary>Log lines of this process, in a file: the terminal is for the person.</summary>
internal sealed class LogFileProvider : ILoggerProvider
{
    /// <summary>A larger file is put aside at the next start; one is kept.</summary>
    private const long MaxBytes = 10 << 20;

    private readonly TimeProvider _time;
    private readonly StreamWriter _writer;
    // Guards the writer: a line is written whole.
    private readonly Lock _lock = new();

    public LogFileProvider(string path, TimeProvider time)
    {
        _time = time;
        if (File.Exists(path) && new FileInfo(path).Length > MaxBytes)
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete), Encoding.UTF8) { AutoFlush = true };
    }

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    public void Dispose()
    {
        lock (_lock)
        {
            _writer.Dispose();
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        lock (_lock)
        {
            // Null after the end: whoever still logs then is on its way out.
            if (_writer.BaseStream is null)
            {
                return;
            }

            _writer.WriteLine($"{_time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {level} {category}: {message}{(exception is null ? "" : $" {exception}")}");
        }
    }

    private sealed class FileLogger(LogFileProvider file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write(logLevel, category, formatter(state, exception), exception);
    }
}
