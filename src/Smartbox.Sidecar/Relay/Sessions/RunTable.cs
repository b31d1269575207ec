using Smartbox.Protocol.Relay.V1;
using Smartbox.Protocol.V1;

namespace Smartbox.Sidecar.Relay.Sessions;

/// <summary>Which inputs a session had lately, rebuilt from its log. Not safe for threads: the session's lock guards it.</summary>
internal sealed class RunTable(TimeSpan resultAge, TimeProvider time)
{
    /// <summary>Notices of one agent that are remembered; it repeats only what was not acknowledged.</summary>
    private const int MaxNotices = 1024;

    private readonly Dictionary<string, Run> _byId = new(StringComparer.Ordinal);

    /// <summary>All of <see cref="_byId"/>, oldest first.</summary>
    private readonly Queue<Run> _byAge = new();
    private readonly HashSet<string> _notices = new(StringComparer.Ordinal);
    private readonly Queue<string> _noticesByAge = new();

    /// <summary>The run of this id, unless its result is too old to be kept.</summary>
    public Run? Find(string id)
    {
        Prune();
        return _byId.GetValueOrDefault(id);
    }

    public Run Add(string id, DateTimeOffset said)
    {
        var run = new Run(id, said);
        _byId[id] = run;
        _byAge.Enqueue(run);
        return run;
    }

    /// <summary>Runs without an end, oldest first.</summary>
    public IReadOnlyList<Run> Unfinished() => [.. _byAge.Where(run => !run.IsOver)];

    /// <returns>False when it was noticed before.</returns>
    public bool AddNotice(string id)
    {
        if (!_notices.Add(id))
        {
            return false;
        }

        _noticesByAge.Enqueue(id);
        if (_noticesByAge.Count > MaxNotices)
        {
            _notices.Remove(_noticesByAge.Dequeue());
        }

        return true;
    }

    /// <summary>The notice could not be kept.</summary>
    public void ForgetNotice(string id) => _notices.Remove(id);

    /// <summary>Learns from a record of the log.</summary>
    public void Replay(LogRecord record)
    {
        var replayed = record.Event;
        switch (replayed.Kind)
        {
            case Event.Types.Kind.Input:
                var run = Add(replayed.Run, replayed.Time.ToDateTimeOffset());
                run.User = record.User;
                run.Text = replayed.Text;
                break;
            case Event.Types.Kind.Delta or Event.Types.Kind.Restarted when _byId.TryGetValue(replayed.Run, out var begun):
                begun.IsInterrupted = true;
                break;
            case Event.Types.Kind.Final or Event.Types.Kind.Error when _byId.TryGetValue(replayed.Run, out var over):
                over.End(replayed.Seq);
                break;
            case Event.Types.Kind.Notice when record.Notice.Length > 0:
                AddNotice(record.Notice);
                break;
            default:
                break;
        }

        Prune();
    }

    private void Prune()
    {
        var oldest = time.GetUtcNow() - resultAge;
        while (_byAge.TryPeek(out var run) && run.Time < oldest && run.IsOver)
        {
            _byAge.Dequeue();
            if (_byId.GetValueOrDefault(run.Id) == run)
            {
                _byId.Remove(run.Id);
            }
        }
    }
}
