using System.Buffers;
using Google.Protobuf.WellKnownTypes;
using Smartbox.Protocol.Relay.V1;
using Smartbox.Protocol.V1;

namespace Smartbox.Sidecar.Relay.EventLog;

/// <summary>
/// The events of one session, numbered 1, 2, 3 …, in a file that is only appended to.
/// </summary>
/// <remarks>
/// An event gets its number, and readers see it, when it is on disk: no number that anyone has seen can come to stand for something else
/// after a crash. One flush covers all events that came while the last one ran, and pieces of an answer that wait for it become one event.
/// Old events are read from the file, which the page cache keeps in memory as long as there is room.
/// </remarks>
internal sealed class SessionLog : IDisposable
{
    private const int MaxMergedChars = 32 * 1024;

    /// <summary>Bytes of log between two entries of the index.</summary>
    private const int IndexStride = 64 * 1024;

    private readonly ILogFile _file;
    private readonly TimeProvider _time;

    /// <summary>Guards all fields below; never held during I/O.</summary>
    private readonly Lock _lock = new();
    private readonly List<(ulong Seq, long Offset)> _index = [];
    private List<LogRecord> _pending = [];
    private int _pendingChars;
    private TaskCompletionSource _group = NewSource();
    private TaskCompletionSource _changed = NewSource();
    private bool _flushing;
    private bool _closed;
    private Exception? _fault;
    private ulong _newest;
    private long _end;

    private SessionLog(ILogFile file, TimeProvider time)
    {
        _file = file;
        _time = time;
    }

    /// <summary>Number of the newest event; 0 for none.</summary>
    public ulong Newest
    {
        get
        {
            lock (_lock)
            {
                return _newest;
            }
        }
    }

    /// <summary>Bytes of half-written records that a crash left and <see cref="Open"/> removed.</summary>
    public long Cut { get; private set; }

    /// <summary>Why nothing can be written any more: the log is to be opened again.</summary>
    public Exception? Fault
    {
        get
        {
            lock (_lock)
            {
                return _fault;
            }
        }
    }

    /// <summary>Characters that wait to be written; a fast producer awaits <see cref="FlushAsync"/> when they grow.</summary>
    public int PendingChars
    {
        get
        {
            lock (_lock)
            {
                return _pendingChars;
            }
        }
    }

    /// <summary>Reads a log and cuts what a crash left half-written.</summary>
    /// <param name="file">File; owned from now on.</param>
    /// <param name="time">Clock.</param>
    /// <param name="visit">Is shown every record, oldest first.</param>
    /// <exception cref="InvalidDataException">The file is none of a session.</exception>
    public static SessionLog Open(ILogFile file, TimeProvider time, Action<LogRecord> visit)
    {
        var log = new SessionLog(file, time);
        var length = file.Length;
        if (length < RecordFormat.HeaderLength)
        {
            // New, or a crash came before its first flush.
            file.Write(RecordFormat.Magic, 0);
            file.Flush();
            log._end = RecordFormat.HeaderLength;
            return log;
        }

        Span<byte> magic = stackalloc byte[RecordFormat.HeaderLength];
        if (file.Read(magic, 0) != magic.Length || !magic.SequenceEqual(RecordFormat.Magic))
        {
            throw new InvalidDataException("The file is no session log.");
        }

        using var reader = new RecordReader(file, RecordFormat.HeaderLength, length);
        var offset = reader.Offset;
        while (reader.Next() is { } record && record.Event.Seq == log._newest + 1)
        {
            log.Advance(record.Event.Seq, offset);
            visit(record);
            offset = reader.Offset;
        }

        log._end = offset;
        log.Cut = length - offset;
        if (log.Cut > 0)
        {
            file.Truncate(offset);
        }

        // What the crash left whole may not be on disk yet, and is about to be shown.
        file.Flush();
        return log;
    }

    /// <summary>Appends a record; its event gets number and time here.</summary>
    /// <returns>Ends when it is on disk.</returns>
    public Task AppendAsync(LogRecord record)
    {
        lock (_lock)
        {
            if (_fault is not null || _closed)
            {
                return Task.FromException(_fault ?? new ObjectDisposedException(nameof(SessionLog)));
            }

            var added = record.Event;
            _pendingChars += added.Text.Length;
            if (_pending is [.., { Event: { Kind: Event.Types.Kind.Delta } last }] && added.Kind == Event.Types.Kind.Delta && last.Run == added.Run
                && last.Text.Length + added.Text.Length <= MaxMergedChars)
            {
                last.Text += added.Text;
            }
            else
            {
                added.Time = Timestamp.FromDateTimeOffset(_time.GetUtcNow());
                _pending.Add(record);
            }

            if (!_flushing)
            {
                _flushing = true;
                ThreadPool.UnsafeQueueUserWorkItem(static log => log.WriteGroups(), this, preferLocal: false);
            }

            return _group.Task;
        }
    }

    /// <summary>Ends when everything appended so far is on disk.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            return _pending.Count > 0 ? _group.Task : Task.CompletedTask;
        }
    }

    /// <summary>Ends when there are events after <paramref name="seq"/>, or the log can give no more.</summary>
    public Task ChangedAfter(ulong seq)
    {
        lock (_lock)
        {
            return _newest > seq || _fault is not null || _closed ? Task.CompletedTask : _changed.Task;
        }
    }

    /// <summary>A reader of the events after <paramref name="seq"/>.</summary>
    public LogCursor After(ulong seq) => new(this, seq);

    /// <summary>Opens the file at the record of <paramref name="seq"/> or somewhat before; null when there is none yet.</summary>
    /// <param name="seq">Event.</param>
    /// <param name="knownOffset">Where it begins, if the caller knows.</param>
    internal RecordReader? ReadFrom(ulong seq, long? knownOffset)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (seq > _newest)
            {
                return null;
            }

            return new RecordReader(_file, knownOffset ?? OffsetBefore(seq), _end);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _changed.TrySetResult();
        }

        _file.Dispose();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long OffsetBefore(ulong seq)
    {
        var position = _index.BinarySearch((seq, long.MaxValue));
        return _index[(position < 0 ? ~position : position) - 1].Offset;
    }

    private void Advance(ulong seq, long offset)
    {
        _newest = seq;
        if (_index.Count == 0 || offset - _index[^1].Offset >= IndexStride)
        {
            _index.Add((seq, offset));
        }
    }

    private void WriteGroups()
    {
        while (true)
        {
            List<LogRecord> records;
            TaskCompletionSource group;
            ulong seq;
            lock (_lock)
            {
                if (_pending.Count == 0 || _closed)
                {
                    _flushing = false;
                    if (_closed)
                    {
                        Fail(new ObjectDisposedException(nameof(SessionLog)));
                    }

                    return;
                }

                (records, _pending) = (_pending, []);
                (group, _group) = (_group, NewSource());
                _pendingChars = 0;
                seq = _newest;
            }

            try
            {
                Write(records, seq);
            }
            catch (Exception e)
            {
                // Whoever waits for the group handles it; the owner opens the log again, which cuts what was written of it.
                lock (_lock)
                {
                    Fail(e);
                }

                group.SetException(e);
                _ = group.Task.Exception;
                return;
            }

            group.SetResult();
        }
    }

    /// <summary>Only <see cref="WriteGroups"/> moves the end, and only one of it runs.</summary>
    private void Write(List<LogRecord> records, ulong seq)
    {
        var output = new ArrayBufferWriter<byte>();
        var starts = new List<int>(records.Count);
        foreach (var record in records)
        {
            record.Event.Seq = ++seq;
            starts.Add(output.WrittenCount);
            RecordFormat.Write(record, output);
        }

        _file.Write(output.WrittenSpan, _end);
        _file.Flush();
        TaskCompletionSource changed;
        lock (_lock)
        {
            for (var i = 0; i < records.Count; i++)
            {
                Advance(records[i].Event.Seq, _end + starts[i]);
            }

            _end += output.WrittenCount;
            (changed, _changed) = (_changed, NewSource());
        }

        changed.SetResult();
    }

    private void Fail(Exception fault)
    {
        _fault ??= fault;
        _pending.Clear();
        if (_group.TrySetException(fault))
        {
            _ = _group.Task.Exception;
        }

        _changed.TrySetResult();
    }
}
