using System.Runtime.InteropServices;

namespace Smartbox.ApiServer.Storage;

/// <summary>The remembered changes of one resource, in one namespace or in all. Guarded by the lock of <see cref="ChangeLog"/>.</summary>
internal sealed class ChangeFeed(string resource, string? ns)
{
    private readonly List<ObjectChange> _changes = [];
    private int _forgotten;
    private TaskCompletionSource? _next;

    public string Resource => resource;

    public string? Namespace => ns;

    /// <summary>How many watches read it.</summary>
    public int Watches { get; set; }

    /// <summary>Revision of the newest change that is no longer here.</summary>
    public long Compacted { get; private set; }

    public bool IsEmpty => _forgotten == _changes.Count;

    public void Append(ObjectChange change) => _changes.Add(change);

    /// <summary>Forgets the oldest change.</summary>
    public void Forget()
    {
        Compacted = _changes[_forgotten].Current.Revision;
        _changes[_forgotten++] = null!;

        // Moving the rest only when it is the smaller half makes each forgotten change cost one move at most.
        if (_forgotten > 16 && _forgotten * 2 > _changes.Count)
        {
            _changes.RemoveRange(0, _forgotten);
            _forgotten = 0;
        }
    }

    /// <summary>The first changes after a revision, in order.</summary>
    public ObjectChange[] After(long revision, int limit = int.MaxValue)
    {
        var changes = CollectionsMarshal.AsSpan(_changes)[IndexAfter(revision)..];
        return changes[..Math.Min(changes.Length, limit)].ToArray();
    }

    public bool HasAfter(long revision) => !IsEmpty && _changes[^1].Current.Revision > revision;

    /// <summary>Ends with the next change; one task for all that wait.</summary>
    public Task Next() => (_next ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Who waits for the next change, to be woken outside of the lock; null when nobody does.</summary>
    public TaskCompletionSource? TakeWaiters() => Interlocked.Exchange(ref _next, null);

    private int IndexAfter(long revision)
    {
        var (low, high) = (_forgotten, _changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_changes[middle].Current.Revision <= revision)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
