namespace Smartbox.ApiServer.Storage;

/// <summary>Writes that are committed together. Each is checked against what the ones before it leave; none has an outcome before the commit.</summary>
internal sealed class WriteBatch
{
    private readonly IReadOnlyList<PendingWrite> _writes;
    private readonly List<object> _outcomes;
    private readonly List<ObjectChange> _changes;

    public WriteBatch(ObjectSnapshot committed, IReadOnlyList<PendingWrite> writes)
    {
        _writes = writes;
        _outcomes = new(writes.Count);
        _changes = new(writes.Count);
        Result = committed;
        foreach (var write in writes)
            _outcomes.Add(Apply(write));
    }

    /// <summary>What the commit of this batch leads to.</summary>
    public ObjectSnapshot Result { get; private set; }

    public IReadOnlyList<ObjectChange> Changes => _changes;

    /// <summary>Tells every caller its outcome.</summary>
    public void Acknowledge()
    {
        for (var i = 0; i < _outcomes.Count; i++)
        {
            if (_outcomes[i] is StoredObject written)
                _writes[i].Complete(written);
            else
                _writes[i].Fail((RevisionConflictException)_outcomes[i]);
        }
    }

    // A conflict is an outcome like another. It waits for the commit too, for it may speak of a version of this batch.
    private object Apply(PendingWrite write)
    {
        var stored = Result.Find(write.Key);
        if (!write.Fits(stored))
            return new RevisionConflictException(write.Key, stored);
        var change = write.Apply(stored, Result.Revision + 1);
        Result = Result.With(change);
        _changes.Add(change);
        return change.Current;
    }
}
