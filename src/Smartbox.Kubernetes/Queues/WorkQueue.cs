namespace Smartbox.Kubernetes.Queues;

/// <summary>
/// Keys that wait for a worker. A key is handed to one worker at a time; adds while it is being worked on make exactly one more run.
/// Namespaces take turns, so that one with thousands of keys does not starve the others.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    /// <summary>How many outdated entries the heap of delays may hold besides as many as there are good ones.</summary>
    private const int MaxStale = 1024;

    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly Func<double> _random;
    private readonly QueueMetrics _metrics;
    private readonly ITimer _timer;
    private readonly SemaphoreSlim _available = new(0);

    // Guards everything below. A key is in at most one of: ready, running (with or without being dirty), waiting.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<EntityKey>> _ready = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = [];
    private readonly Dictionary<EntityKey, long> _queuedAt = [];
    private readonly Dictionary<EntityKey, RunState> _running = [];
    private readonly Dictionary<EntityKey, long> _waiting = [];
    private readonly PriorityQueue<EntityKey, long> _due = new();
    private readonly Dictionary<EntityKey, int> _failures = [];
    private long _timerDue = long.MaxValue;

    /// <param name="backoff">Delays of failing keys.</param>
    /// <param name="time">All time.</param>
    /// <param name="random">0 to 1, for the backoff's jitter.</param>
    /// <param name="metrics">What to count in.</param>
    public WorkQueue(Backoff backoff, TimeProvider time, Func<double> random, QueueMetrics metrics)
    {
        _backoff = backoff;
        _time = time;
        _random = random;
        _metrics = metrics;
        _timer = time.CreateTimer(_ => MoveDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys that could be taken now.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _queuedAt.Count;
            }
        }
    }

    /// <summary>Entries that the heap of delays holds, outdated ones included.</summary>
    internal int PendingDelays
    {
        get
        {
            lock (_lock)
            {
                return _due.Count;
            }
        }
    }

    /// <summary>Runs the key as soon as a worker is free, or once more when it is being worked on; a delay that it was waiting for is over.</summary>
    public void Add(EntityKey key)
    {
        lock (_lock)
        {
            AddLocked(key);
        }
    }

    /// <summary>Runs the key after a delay, or sooner when it was to run sooner anyway.</summary>
    public void AddAfter(EntityKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            AddAfterLocked(key, delay);
        }
    }

    /// <summary>Counts a failure and runs the key after the backoff that its failures have earned.</summary>
    public void AddRateLimited(EntityKey key)
    {
        lock (_lock)
        {
            var failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
            _metrics.Retries.Inc();
            AddAfterLocked(key, _backoff.After(failures, _random()));
        }
    }

    /// <summary>Forgets the failures of a key.</summary>
    public void Forget(EntityKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>The next key, once there is one; the caller says <see cref="Done"/> when it has worked on it.</summary>
    public async ValueTask<EntityKey> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            var ns = _turns.Dequeue();
            var keys = _ready[ns];
            var key = keys.Dequeue();
            if (keys.Count > 0)
            {
                _turns.Enqueue(ns);
            }
            else
            {
                _ready.Remove(ns);
            }

            var now = _time.GetTimestamp();
            _queuedAt.Remove(key, out var since);
            _running.Add(key, new RunState(now, IsDirty: false));
            _metrics.Depth.Set(_queuedAt.Count);
            _metrics.QueueDuration.Observe(_time.GetElapsedTime(since, now).TotalSeconds);
            return key;
        }
    }

    /// <summary>Ends the run of a key; it is ready again at once when it was added meanwhile.</summary>
    public void Done(EntityKey key)
    {
        lock (_lock)
        {
            _running.Remove(key, out var run);
            _metrics.WorkDuration.Observe(_time.GetElapsedTime(run.Since).TotalSeconds);
            if (run.IsDirty)
            {
                Enqueue(key);
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _available.Dispose();
    }

    private void AddLocked(EntityKey key)
    {
        if (_running.TryGetValue(key, out var run))
        {
            // The run to come sees everything that a delayed one would have seen.
            _waiting.Remove(key);
            _running[key] = run with { IsDirty = true };
        }
        else if (!_queuedAt.ContainsKey(key))
        {
            _waiting.Remove(key);
            Enqueue(key);
        }
    }

    private void AddAfterLocked(EntityKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            AddLocked(key);
            return;
        }

        var isSoonAnyway = _queuedAt.ContainsKey(key) || (_running.TryGetValue(key, out var run) && run.IsDirty);
        var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        if (isSoonAnyway || (_waiting.TryGetValue(key, out var earlier) && earlier <= due))
        {
            return;
        }

        // An entry of another time that may be left in the heap no longer counts: only the time in _waiting does.
        _waiting[key] = due;
        _due.Enqueue(key, due);
        if (_due.Count > (2 * _waiting.Count) + MaxStale)
        {
            _due.Clear();
            _due.EnqueueRange(_waiting.Select(w => (w.Key, w.Value)));
        }

        SetTimer(due);
    }

    private void Enqueue(EntityKey key)
    {
        var ns = key.Namespace ?? "";
        if (!_ready.TryGetValue(ns, out var keys))
        {
            _ready[ns] = keys = new Queue<EntityKey>();
            _turns.Enqueue(ns);
        }

        keys.Enqueue(key);
        _queuedAt.Add(key, _time.GetTimestamp());
        _metrics.Adds.Inc();
        _metrics.Depth.Set(_queuedAt.Count);
        _available.Release();
    }

    private void MoveDue()
    {
        lock (_lock)
        {
            _timerDue = long.MaxValue;
            var now = _time.GetTimestamp();
            while (_due.TryPeek(out var key, out var due))
            {
                var isCurrent = _waiting.TryGetValue(key, out var wanted) && wanted == due;
                if (isCurrent && due > now)
                {
                    SetTimer(due);
                    return;
                }

                _due.Dequeue();
                if (isCurrent)
                {
                    AddLocked(key);
                }
            }
        }
    }

    private void SetTimer(long due)
    {
        if (due < _timerDue)
        {
            _timerDue = due;
            var now = _time.GetTimestamp();

            // Timers count whole milliseconds and must not fire before the time.
            var delay = due <= now ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(now, due).TotalMilliseconds));
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private readonly record struct RunState(long Since, bool IsDirty);
}
