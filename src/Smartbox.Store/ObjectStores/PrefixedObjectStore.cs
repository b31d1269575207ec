namespace Smartbox.Store.ObjectStores;

/// <summary>The part of another store below a prefix.</summary>
/// <param name="inner">Store that does the work; its counts are shared.</param>
/// <param name="prefix">Ends with '/', or is empty.</param>
internal sealed class PrefixedObjectStore(IObjectStore inner, string prefix) : IObjectStore
{
    public long RequestCount => inner.RequestCount;

    public RequestCounts? Requests => inner.Requests;

    public Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken) =>
        inner.PutAsync(prefix + key, content, ifAbsent, cancellationToken);

    public Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken) =>
        inner.GetAsync(prefix + key, offset, length, cancellationToken);

    public Task<int> ReadAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken) =>
        inner.ReadAsync(prefix + key, offset, target, cancellationToken);

    public Task<long?> HeadAsync(string key, CancellationToken cancellationToken) => inner.HeadAsync(prefix + key, cancellationToken);

    public async Task<IReadOnlyList<ObjectInfo>> ListAsync(string below, CancellationToken cancellationToken)
    {
        var all = await inner.ListAsync(prefix + below, cancellationToken);
        return [.. all.Select(o => o with { Key = o.Key[prefix.Length..] })];
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(prefix + key, cancellationToken);
}
