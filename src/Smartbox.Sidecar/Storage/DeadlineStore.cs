using Smartbox.Store.ObjectStores;

namespace Smartbox.Sidecar.Storage;

/// <summary>
/// Bounds each call: an object store retries for as long as it may, and a person must see within minutes that the bucket does not answer.
/// </summary>
/// <param name="inner">Store.</param>
/// <param name="patience">How long a call may take, its retries included; transfers get a second more for each 128 KiB.</param>
/// <param name="time">Clock.</param>
internal sealed class DeadlineStore(IObjectStore inner, TimeSpan patience, TimeProvider time) : IObjectStore
{
    private const double SlowestBytesPerSecond = 128 * 1024;

    public long RequestCount => inner.RequestCount;

    public RequestCounts? Requests => inner.Requests;

    public Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken) =>
        BoundAsync(content.Length, token => inner.PutAsync(key, content, ifAbsent, token), cancellationToken);

    public Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken) =>
        BoundAsync(length ?? 16 << 20, token => inner.GetAsync(key, offset, length, token), cancellationToken);

    public Task<int> ReadAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken) =>
        BoundAsync(target.Length, token => inner.ReadAsync(key, offset, target, token), cancellationToken);

    public Task<long?> HeadAsync(string key, CancellationToken cancellationToken) =>
        BoundAsync(0, token => inner.HeadAsync(key, token), cancellationToken);

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        BoundAsync(0, token => inner.ListAsync(prefix, token), cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => BoundAsync(
        0,
        async token =>
        {
            await inner.DeleteAsync(key, token);
            return true;
        },
        cancellationToken);

    private async Task<T> BoundAsync<T>(long bytes, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var limit = patience + TimeSpan.FromSeconds(bytes / SlowestBytesPerSecond);
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectStoreException(ObjectStoreError.Unavailable, $"The bucket did not answer for {limit.TotalSeconds:F0} s.", e);
        }
    }
}
