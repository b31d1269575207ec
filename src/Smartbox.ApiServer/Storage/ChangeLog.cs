namespace Smartbox.ApiServer.Storage;

/// <summary>What is committed, and the changes that lately led to it: bounded, and indexed by what watches ask for, so that a change costs only those it concerns.</summary>
internal sealed class ChangeLog
{
    /// <summary>About what a change costs besides its JSON.</summary>
    private const int Overhead = 256;

    /// <summary>What a watch gets at once: some hundred KB, so that a late one costs no more memory than the others.</summary>
    private const int ReadLimit = 256;

    // Guards everything below. Inside it, the feeds hold every change between _oldest and the snapshot's revision, and none beyond either.
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Resource, string? Namespace), ChangeFeed> _feeds = [];
    private readonly Queue<ObjectChange> _changes = [];
    private readonly int _maxChanges;
    private readonly long _maxBytes;
    private ObjectSnapshot _current;
    private long _oldest;
    private long _bytes;
    private bool _isClosed;

    public ChangeLog(ObjectSnapshot current, ObjectStoreOptions options)
    {
        _current = current;
        _oldest = current.Revision;
        _maxChanges = options.LogChanges;
        _maxBytes = options.LogBytes;
    }

    /// <summary>The latest that is committed. Read without the lock: a snapshot is complete in itself.</summary>
    public ObjectSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Shows a commit to readers and watches.</summary>
    public void Publish(ObjectSnapshot next, IReadOnlyList<ObjectChange> changes)
    {
        var waiters = new List<TaskCompletionSource>();
        lock (_gate)
        {
            foreach (var change in changes)
            {
                _changes.Enqueue(change);
                _bytes += CostOf(change);
                foreach (var feed in FeedsOf(change))
                {
                    feed.Append(change);
                    if (feed.TakeWaiters() is { } waiter)
                        waiters.Add(waiter);
                }
            }

            while (_changes.Count > _maxChanges || (_bytes > _maxBytes && _changes.Count > 0))
                Forget();
            Volatile.Write(ref _current, next);
        }

        foreach (var waiter in waiters)
            waiter.SetResult();
    }

    /// <summary>The objects of a resource as they were.</summary>
    /// <exception cref="RevisionCompactedException">That is longer ago than what is remembered.</exception>
    public ObjectTable TableAt(string resource, long revision)
    {
        ObjectTable table;
        ObjectChange[] since = [];
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(revision, _current.Revision);
            if (revision < _oldest)
                throw new RevisionCompactedException(revision, _oldest);
            table = _current.Table(resource);
            if (_feeds.TryGetValue((resource, null), out var feed))
                since = feed.After(revision);
        }

        return since.Length == 0 ? table : table.Without(since);
    }

    /// <exception cref="RevisionCompactedException">That is longer ago than what is remembered.</exception>
    public ChangeFeed Open(string resource, string? ns, long after)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteObjectStore));
            if (after < _oldest)
                throw new RevisionCompactedException(after, _oldest);
            var feed = Feed(resource, ns);
            feed.Watches++;
            return feed;
        }
    }

    public void Close(ChangeFeed feed)
    {
        lock (_gate)
        {
            feed.Watches--;
            DropIfUnused(feed);
        }
    }

    /// <summary>Changes of a feed after a position, which moves with them; to the latest revision when they are all, for nothing up to it concerns the reader then.</summary>
    /// <param name="feed">What <see cref="Open"/> gave.</param>
    /// <param name="position">Where the reader is.</param>
    /// <param name="next">Ends when there is more; null when there are changes now.</param>
    /// <exception cref="RevisionCompactedException">Changes that the reader has not seen are forgotten.</exception>
    public ObjectChange[] Read(ChangeFeed feed, ref long position, out Task? next)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteObjectStore));
            if (position < feed.Compacted)
                throw new RevisionCompactedException(position, _oldest);
            var changes = feed.After(position, ReadLimit);
            position = changes.Length == ReadLimit ? changes[^1].Current.Revision : Math.Max(position, _current.Revision);
            next = changes.Length == 0 ? feed.Next() : null;
            return changes;
        }
    }

    /// <summary>Moves a position to the latest revision when nothing in between concerns its reader.</summary>
    public long Advance(ChangeFeed feed, long position)
    {
        lock (_gate)
        {
            var isBehind = position < feed.Compacted || feed.HasAfter(position);
            return isBehind ? position : Math.Max(position, _current.Revision);
        }
    }

    /// <summary>Forgets all changes.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            while (_changes.Count > 0)
                Forget();
            _oldest = _current.Revision;
        }
    }

    /// <summary>Ends all watches.</summary>
    public void Close()
    {
        List<TaskCompletionSource> waiters;
        lock (_gate)
        {
            _isClosed = true;
            waiters = [.. _feeds.Values.Select(f => f.TakeWaiters()).OfType<TaskCompletionSource>()];
        }

        foreach (var waiter in waiters)
            waiter.SetResult();
    }

    private static int CostOf(ObjectChange change) => change.Current.Json.Length + Overhead;

    private void Forget()
    {
        var change = _changes.Dequeue();
        _bytes -= CostOf(change);
        _oldest = change.Current.Revision;
        foreach (var feed in FeedsOf(change))
        {
            feed.Forget();
            DropIfUnused(feed);
        }
    }

    private ChangeFeed[] FeedsOf(ObjectChange change) => [Feed(change.Current.Key.Resource, null), Feed(change.Current.Key.Resource, change.Current.Key.Namespace)];

    private ChangeFeed Feed(string resource, string? ns)
    {
        if (!_feeds.TryGetValue((resource, ns), out var feed))
            _feeds[(resource, ns)] = feed = new ChangeFeed(resource, ns);
        return feed;
    }

    private void DropIfUnused(ChangeFeed feed)
    {
        if (feed is { IsEmpty: true, Watches: 0 })
            _feeds.Remove((feed.Resource, feed.Namespace));
    }
}
