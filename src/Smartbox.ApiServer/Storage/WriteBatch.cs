namespace Smartbox.ApiServer.Storage;

/// <summary>Writes that are committed together. Each is checked against what the ones before it leave; none has an outcome before the commit.</summary>
internal sealed class WriteBatch(ObjectSnapshot committed)
{
    private readonly List<(PendingWrite Write, StoredObject? Written, RevisionConflictException? Conflict)> _outcomes = [];
    private readonly List<ObjectChange> _changes = [];

    /// <summary>What the commit of this batch leads to.</summary>
    public ObjectSnapshot Result { get; private set; } = committed;

    public IReadOnlyList<ObjectChange> Changes => _changes;

    public int Count => _outcomes.Count;

    public void Add(PendingWrite write)
    {
        // A conflict is an outcome like another, and not exceptional here: it must wait too, for it may speak of a version that is not committed.
        var stored = Result.Find(write.Key);
        if (!write.Fits(stored))
        {
            _outcomes.Add((write, null, new RevisionConflictException(write.Key, stored)));
            return;
        }

        var change = write.Apply(stored, Result.Revision + 1);
        Result = Result.With(change);
        _changes.Add(change);
        _outcomes.Add((write, change.Current, null));
    }

    /// <summary>Tells every caller its outcome.</summary>
    public void Acknowledge()
    {
        foreach (var (write, written, conflict) in _outcomes)
        {
            if (written is not null)
                write.Complete(written);
            else
                write.Fail(conflict!);
        }
    }

    public void Fail(Exception reason)
    {
        foreach (var (write, _, _) in _outcomes)
            write.Fail(reason);
    }
}
