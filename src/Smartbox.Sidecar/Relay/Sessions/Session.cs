using Smartbox.Protocol.Errors;
using Smartbox.Protocol.Relay.V1;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Relay.EventLog;
using StatusCode = Grpc.Core.StatusCode;

namespace Smartbox.Sidecar.Relay.Sessions;

/// <summary>One conversation: its log, and its runs, which go to the agent one after another.</summary>
internal sealed class Session : IDisposable
{
    private readonly SessionLog _log;
    private readonly RunExecutor _executor;
    private readonly RelayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing;
    private readonly CancellationToken _closed;

    /// <summary>Guards the fields below.</summary>
    private readonly Lock _lock = new();
    private readonly RunTable _runs;
    private readonly Queue<Run> _queue = new();
    private Task _running = Task.CompletedTask;

    private Session(
        string name, ILogFile file, RunExecutor executor, RelayOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        Name = name;
        _executor = executor;
        _options = options;
        _time = time;
        _logger = logger;
        _closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _closed = _closing.Token;
        _runs = new RunTable(options.ResultAge, time);
        _log = SessionLog.Open(file, time, _runs.Replay);
    }

    public string Name { get; }

    public ulong Newest => _log.Newest;

    public bool IsBroken => _log.Fault is not null;

    /// <summary>Bytes that a crash left half-written.</summary>
    public long Cut => _log.Cut;

    /// <summary>Runs that an earlier process did not finish.</summary>
    public int Recovered { get; private set; }

    /// <summary>Ends when no run is left, or the relay stops.</summary>
    public Task Running
    {
        get
        {
            lock (_lock)
            {
                return _running;
            }
        }
    }

    /// <summary>Opens a session and runs what an earlier process did not finish.</summary>
    public static Session Open(
        string name, ILogFile file, RunExecutor executor, RelayOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        var session = new Session(name, file, executor, options, time, logger, stopping);
        session.Recover();
        return session;
    }

    public LogCursor After(ulong seq) => _log.After(seq);

    public Task ChangedAfter(ulong seq) => _log.ChangedAfter(seq);

    /// <summary>The event of a number that exists.</summary>
    public Event EventAt(ulong seq) => _log.After(seq - 1).Read(maxEvents: 1, maxChars: 1, merge: false)[0];

    /// <summary>Takes an input. When it returns, the input is on disk; one that was taken before gives its run again.</summary>
    /// <exception cref="Grpc.Core.RpcException">Too many wait, or the log cannot be written.</exception>
    public async Task<Run> SubmitAsync(string id, string text, string user)
    {
        Run run;
        lock (_lock)
        {
            if (_runs.Find(id) is { } known)
            {
                run = known;
            }
            else if (_queue.Count >= _options.MaxQueuedInputs)
            {
                throw RpcErrors.Create(
                    StatusCode.ResourceExhausted, ErrorReasons.TooManyInputs, $"{_options.MaxQueuedInputs} messages of this session wait already.");
            }
            else
            {
                run = _runs.Add(id, _time.GetUtcNow());
                run.User = user;
                run.Text = text;
                run.Logged = _log.AppendAsync(new LogRecord { Event = new Event { Run = id, Kind = Event.Types.Kind.Input, Text = text }, User = user });
                Enqueue(run);
            }
        }

        try
        {
            await run.Logged;
        }
        catch (Exception e)
        {
            // The runner reports the log's failure; this caller only has to try again.
            throw Unavailable(e);
        }

        return run;
    }

    /// <summary>Ends a run with ERROR <see cref="RunCodes.Cancelled"/>; no effect on one that is over or unknown.</summary>
    public void Cancel(string run)
    {
        CancellationTokenSource? cancellation;
        lock (_lock)
        {
            cancellation = _runs.Find(run)?.Cancellation;
        }

        cancellation?.Cancel();
    }

    /// <summary>Keeps a notice; one that was kept before is not kept again.</summary>
    public async Task KeepNoticeAsync(string id, string text)
    {
        lock (_lock)
        {
            if (!_runs.AddNotice(id))
            {
                return;
            }
        }

        try
        {
            await _log.AppendAsync(new LogRecord { Event = new Event { Kind = Event.Types.Kind.Notice, Text = text }, Notice = id });
        }
        catch
        {
            lock (_lock)
            {
                _runs.ForgetNotice(id);
            }

            throw;
        }
    }

    /// <summary>The error of a call that the log failed.</summary>
    public static Grpc.Core.RpcException Unavailable(Exception cause) => RpcErrors.Create(
        StatusCode.Unavailable, ErrorReasons.LogUnavailable, $"The session's log cannot be written: {cause.Message}", TimeSpan.FromSeconds(1),
        (RpcErrors.DeliveredKey, Delivered.Maybe));

    /// <summary>Leaves what runs: whoever opens the session next runs it again.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
        _log.Dispose();
    }

    private void Recover()
    {
        lock (_lock)
        {
            var unfinished = _runs.Unfinished();
            Recovered = unfinished.Count;
            foreach (var run in unfinished)
            {
                Enqueue(run);
            }
        }
    }

    private void Enqueue(Run run)
    {
        _queue.Enqueue(run);
        if (_queue.Count == 1)
        {
            _running = Task.Run(RunAllAsync, CancellationToken.None);
        }
    }

    /// <summary>A run stays at the head of the queue while it runs.</summary>
    private async Task RunAllAsync()
    {
        var next = Head();
        while (next is not null)
        {
            try
            {
                await next.Logged;
                next.End(await _executor.RunAsync(Name, _log, next, _closed));
            }
            catch (Exception e)
            {
                Abandon(e);
                return;
            }

            lock (_lock)
            {
                _queue.Dequeue();
                next = _queue.TryPeek(out var following) ? following : null;
            }
        }
    }

    private Run? Head()
    {
        lock (_lock)
        {
            return _queue.TryPeek(out var head) ? head : null;
        }
    }

    /// <summary>The log broke or the relay stops: whoever reads the log next runs what is left.</summary>
    private void Abandon(Exception cause)
    {
        if (IsBroken)
        {
            Log.SessionBroken(_logger, Name, cause);
        }
        else if (!_closed.IsCancellationRequested)
        {
            Log.RunnerCrashed(_logger, Name, cause);
        }

        Run[] left;
        lock (_lock)
        {
            left = [.. _queue];
        }

        foreach (var run in left)
        {
            run.Fail(cause);
        }
    }
}
