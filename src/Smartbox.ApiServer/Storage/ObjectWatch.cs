namespace Smartbox.ApiServer.Storage;

/// <summary>A position in a feed. It queues nothing: what it has not read is in the log, for all watches once.</summary>
internal sealed class ObjectWatch(ChangeLog log, ChangeFeed feed, long after) : IObjectWatch
{
    private long _position = after;
    private bool _isDisposed;

    public long Revision => _position = log.Advance(feed, _position);

    public async ValueTask<IReadOnlyList<ObjectChange>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var changes = log.Read(feed, ref _position, out var next);
            if (next is null)
                return changes;
            await next.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        if (!_isDisposed)
            log.Close(feed);
        _isDisposed = true;
    }
}
