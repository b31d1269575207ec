using System.Text.Json;

namespace Smartbox.Store.Repositories;

/// <summary>restic's locks. A shared one keeps <c>restic prune</c> and <c>check</c> away while a snapshot is written; they refuse to begin where it is fresh.</summary>
/// <remarks>
/// Costs a PUT, a LIST and a DELETE per snapshot, and two requests for every five minutes that one takes. A lock left by a kill ends by age (30 minutes, as for
/// restic), or with the next snapshot: there is one writer per box, so an earlier shared lock of the same hostname is our own.
/// </remarks>
internal sealed class RepositoryLocks(UnpackedFiles files, RepositoryOptions options)
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(15);

    private TimeProvider Time => options.Time;

    /// <summary>Takes a shared lock; waits as long as another holds an exclusive one.</summary>
    public async Task<IAsyncDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // Write first, then look: of two that do this at the same moment at least one sees the other.
            var id = await SaveAsync(cancellationToken);
            var held = new HeldLock(this, id);
            try
            {
                if (!await IsExclusivelyLockedAsync(id, cancellationToken))
                {
                    held.KeepFresh();
                    return held;
                }
            }
            catch
            {
                await held.DisposeAsync();
                throw;
            }

            await held.DisposeAsync();
            await Task.Delay(AskAgainAfter, Time, cancellationToken);
        }
    }

    private Task<string> SaveAsync(CancellationToken cancellationToken)
    {
        var document = new LockDocument
        {
            Time = Time.GetUtcNow(),
            Hostname = options.Hostname,
            Username = options.Username,
            Pid = Environment.ProcessId,
        };
        return files.SaveAsync(RepositoryKeys.Locks, JsonSerializer.SerializeToUtf8Bytes(document, RepositoryJson.Default.LockDocument), cancellationToken);
    }

    private Task DeleteAsync(string id, CancellationToken cancellationToken) => files.DeleteAsync(RepositoryKeys.Locks, id, cancellationToken);

    private async Task<bool> IsExclusivelyLockedAsync(string own, CancellationToken cancellationToken)
    {
        var others = await files.ListAsync(RepositoryKeys.Locks, cancellationToken);
        others.Remove(own);
        foreach (var id in others)
        {
            if (await TryLoadAsync(id, cancellationToken) is not { } other)
            {
                continue;
            }

            var isStale = Time.GetUtcNow() - other.Time > StaleAfter;
            if (isStale || (!other.Exclusive && other.Hostname == options.Hostname))
            {
                await DeleteAsync(id, cancellationToken);
            }
            else if (other.Exclusive)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Null when it is gone meanwhile, or cannot be read: restic takes no notice of such a lock either.</summary>
    private async Task<LockDocument?> TryLoadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await files.LoadAsync(RepositoryKeys.Locks, id, RepositoryJson.Default.LockDocument, cancellationToken);
        }
        catch (RepositoryException)
        {
            return null;
        }
    }

    /// <summary>A lock until it is disposed of.</summary>
    private sealed class HeldLock(RepositoryLocks locks, string id) : IAsyncDisposable
    {
        // A bucket that does not answer must not hold up what follows for ever: the lock then ends by age.
        private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(30);

        private readonly CancellationTokenSource _stop = new();
        private string _id = id;
        private Task _refresh = Task.CompletedTask;

        public void KeepFresh() => _refresh = RefreshAsync();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _refresh;
            using var limit = new CancellationTokenSource(RemovalLimit, locks.Time);
            try
            {
                await locks.DeleteAsync(_id, limit.Token);
            }
            catch (Exception e) when (e is StoreException or OperationCanceledException)
            {
                // Left behind: the next snapshot of this box removes it, or it ends by age.
            }

            _stop.Dispose();
        }

        private async Task RefreshAsync()
        {
            using var timer = new PeriodicTimer(RefreshEvery, locks.Time);
            try
            {
                while (await timer.WaitForNextTickAsync(_stop.Token))
                {
                    await RenewAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // Disposed of.
            }
        }

        private async Task RenewAsync()
        {
            try
            {
                // The new one exists before the old one goes, as restic does it.
                var renewed = await locks.SaveAsync(_stop.Token);
                var old = _id;
                _id = renewed;
                await locks.DeleteAsync(old, _stop.Token);
            }
            catch (StoreException)
            {
                // Tried again in five minutes; the snapshot itself meets the same fault and says so.
            }
        }
    }
}
