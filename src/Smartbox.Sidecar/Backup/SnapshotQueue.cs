namespace Smartbox.Sidecar.Backup;

/// <summary>Calls that wait for the next snapshot. All that came before it starts share it; a call during it waits for the one after.</summary>
internal sealed class SnapshotQueue
{
    /// <summary>Guards the fields below; <see cref="_arrived"/> is completed while calls wait.</summary>
    private readonly Lock _lock = new();
    private readonly List<SnapshotCall> _waiting = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _closed;

    /// <summary>Ends as soon as a call waits.</summary>
    public Task Arrived
    {
        get
        {
            lock (_lock)
            {
                return _arrived.Task;
            }
        }
    }

    public SnapshotCall Add(string reason)
    {
        var call = new SnapshotCall(reason);
        lock (_lock)
        {
            if (_closed is null)
            {
                _waiting.Add(call);
                _arrived.TrySetResult();
                return call;
            }
        }

        call.Fail(_closed);
        return call;
    }

    public List<SnapshotCall> Take()
    {
        lock (_lock)
        {
            List<SnapshotCall> taken = [.. _waiting];
            _waiting.Clear();
            if (_arrived.Task.IsCompleted)
            {
                _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return taken;
        }
    }

    /// <summary>Fails what waits and what comes.</summary>
    public void Close(Exception reason)
    {
        lock (_lock)
        {
            _closed = reason;
        }

        foreach (var call in Take())
        {
            call.Fail(reason);
        }
    }
}
