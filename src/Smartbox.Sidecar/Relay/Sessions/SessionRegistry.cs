using Grpc.Core;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.Sessions;
using Smartbox.Sidecar.Relay.EventLog;

namespace Smartbox.Sidecar.Relay.Sessions;

/// <summary>The sessions of the box, one file each.</summary>
internal sealed class SessionRegistry(
    string folder, RunExecutor executor, RelayOptions options, TimeProvider time, ILogger<SessionRegistry> logger, CancellationToken stopping) : IDisposable
{
    private const string Extension = ".log";

    /// <summary>Guards the table; held while a file is opened, so that it is opened once.</summary>
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Opens all sessions: runs that were not finished go on.</summary>
    public void OpenAll()
    {
        Directory.CreateDirectory(folder);
        lock (_lock)
        {
            foreach (var name in Names())
            {
                try
                {
                    Open(name);
                }
                catch (RpcException)
                {
                    // Logged; the others are of use without it.
                }
            }

            Log.SessionsRead(logger, _sessions.Count, _sessions.Values.Sum(session => session.Recovered));
        }
    }

    /// <summary>The session, or null when it was never used.</summary>
    /// <exception cref="RpcException">The name is none, or the file cannot be read.</exception>
    public Session? Find(string name)
    {
        name = Checked(name);
        lock (_lock)
        {
            return Live(name) ?? (File.Exists(PathOf(name)) ? Open(name) : null);
        }
    }

    /// <summary>The session, made if need be.</summary>
    /// <exception cref="RpcException">The name is none, there are too many, or the file cannot be read.</exception>
    public Session Get(string name)
    {
        name = Checked(name);
        lock (_lock)
        {
            if (Live(name) is { } session)
            {
                return session;
            }

            if (!File.Exists(PathOf(name)) && Names().Take(options.MaxSessions).Count() == options.MaxSessions)
            {
                throw RpcErrors.Create(
                    StatusCode.ResourceExhausted, ErrorReasons.TooManySessions, $"This box has {options.MaxSessions} sessions, which is its limit.");
            }

            return Open(name);
        }
    }

    /// <summary>Ends when no session runs anything any more.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_sessions.Values.Select(session => session.Running));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var session in _sessions.Values)
            {
                session.Dispose();
            }

            _sessions.Clear();
        }
    }

    private static string Checked(string name)
    {
        name = name.Length == 0 ? SessionLimits.DefaultSession : name;
        return SessionLimits.IsSession(name)
            ? name
            : throw RpcErrors.Create(StatusCode.InvalidArgument, ErrorReasons.InvalidRequest, "A session's name is 1 to 63 characters of a-z, 0-9 and '-'.");
    }

    private Session? Live(string name)
    {
        if (!_sessions.TryGetValue(name, out var session) || !session.IsBroken)
        {
            return session;
        }

        _sessions.Remove(name);
        session.Dispose();
        return null;
    }

    private Session Open(string name)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var session = Session.Open(name, OpenFile(name), executor, options, time, logger, stopping);
            if (session.Cut > 0)
            {
                Log.TailCut(logger, session.Cut, name);
            }

            _sessions.Add(name, session);
            return session;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Log.SessionUnreadable(logger, name, e);
            throw Session.Unavailable(e);
        }
    }

    private DiskLogFile OpenFile(string name) => DiskLogFile.Open(PathOf(name));

    private IEnumerable<string> Names() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Where(SessionLimits.IsSession)
        : [];

    private string PathOf(string name) => Path.Combine(folder, name + Extension);
}
