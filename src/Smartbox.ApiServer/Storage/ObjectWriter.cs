using System.Threading.Channels;

namespace Smartbox.ApiServer.Storage;

/// <summary>The one writer. It commits all writes that wait as one transaction, so that the cost of a durable commit is shared by everyone who asked meanwhile.</summary>
internal sealed class ObjectWriter : IAsyncDisposable
{
    private readonly ObjectFile _file;
    private readonly ChangeLog _log;
    private readonly int _batchWrites;
    private readonly Channel<PendingWrite> _waiting;
    private readonly Task _running;
    private bool _isBroken;

    public ObjectWriter(ObjectFile file, ChangeLog log, ObjectStoreOptions options)
    {
        _file = file;
        _log = log;
        _batchWrites = options.BatchWrites;
        _waiting = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.QueuedWrites) { SingleReader = true });
        _running = Task.Run(RunAsync);
    }

    /// <summary>Queues a write and waits for its outcome. Who stops waiting after it is queued does not undo it.</summary>
    /// <exception cref="RevisionConflictException">Another version is stored.</exception>
    /// <exception cref="ObjectStoreException">It could not be written.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public async Task<StoredObject> WriteAsync(PendingWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await _waiting.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteObjectStore));
        }

        return await write.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Commits what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        var writes = new List<PendingWrite>(_batchWrites);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            writes.Clear();
            while (writes.Count < _batchWrites && _waiting.Reader.TryRead(out var write))
                writes.Add(write);
            try
            {
                ObjectDisposedException.ThrowIf(_isBroken, typeof(SqliteObjectStore));
                Commit(new WriteBatch(_log.Current, writes));
            }
            catch (ObjectStoreException e)
            {
                // Each caller reports it. The file has rolled back and memory is as before, so the next batch may succeed.
                writes.ForEach(w => w.Fail(e));
            }
            catch (Exception e)
            {
                // A defect, or no memory. What is on the disk may no longer be what is in memory: each caller reports it, and nothing more is written.
                _isBroken = true;
                writes.ForEach(w => w.Fail(e));
            }
        }
    }

    private void Commit(WriteBatch batch)
    {
        if (batch.Changes.Count > 0)
        {
            _file.Commit(batch.Changes);
            _log.Publish(batch.Result, batch.Changes);
        }

        batch.Acknowledge();
    }
}
