using Smartbox.Store.ObjectStores;

namespace Smartbox.Sidecar.Tests.Integration;

/// <summary>A bucket of which one request fails, or does its work and fails then.</summary>
internal sealed class FaultyStore(IObjectStore inner, int failing, bool afterwards, Func<Exception> fault) : IObjectStore
{
    private int _number;

    /// <summary>Whether there were as many requests as that.</summary>
    public bool HasFailed => _number >= failing;

    public long RequestCount => inner.RequestCount;

    public Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken) =>
        DoAsync(() => inner.PutAsync(key, content, ifAbsent, cancellationToken));

    public Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken) =>
        DoAsync(() => inner.GetAsync(key, offset, length, cancellationToken));

    public Task<int> ReadAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken) =>
        DoAsync(() => inner.ReadAsync(key, offset, target, cancellationToken));

    public Task<long?> HeadAsync(string key, CancellationToken cancellationToken) => DoAsync(() => inner.HeadAsync(key, cancellationToken));

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        DoAsync(() => inner.ListAsync(prefix, cancellationToken));

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => DoAsync(async () =>
    {
        await inner.DeleteAsync(key, cancellationToken);
        return true;
    });

    private async Task<T> DoAsync<T>(Func<Task<T>> request)
    {
        var fails = Interlocked.Increment(ref _number) == failing;
        if (fails && !afterwards)
        {
            throw fault();
        }

        var result = await request();
        return fails ? throw fault() : result;
    }
}
