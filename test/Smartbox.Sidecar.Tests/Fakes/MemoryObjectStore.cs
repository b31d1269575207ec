using System.Collections.Concurrent;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Sidecar.Tests.Fakes;

/// <summary>A bucket in memory that fails as it is told.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    private long _requests;

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before each request with its method and key; what it returns is thrown.</summary>
    public Func<string, string, Exception?> Fault { get; set; } = (_, _) => null;

    /// <summary>Requests that do not end before their token does, as with a store that retries.</summary>
    public bool Hangs { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public long RequestCount => Interlocked.Read(ref _requests);

    public static ObjectStoreException Unavailable { get; } = new(ObjectStoreError.Unavailable, "The bucket answers with 503.");

    public async Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        await EnterAsync("PUT", key, cancellationToken);
        if (ifAbsent)
        {
            return Objects.GetOrAdd(key, content.ToArray()).AsSpan().SequenceEqual(content.Span);
        }

        Objects[key] = content.ToArray();
        return true;
    }

    public async Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        await EnterAsync("GET", key, cancellationToken);
        return Objects.TryGetValue(key, out var content)
            ? content.AsSpan((int)offset, (int)(length ?? content.Length - offset)).ToArray()
            : throw new ObjectStoreException(ObjectStoreError.NotFound, $"There is no object {key}.");
    }

    public async Task<long?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        await EnterAsync("HEAD", key, cancellationToken);
        return Objects.TryGetValue(key, out var content) ? content.Length : null;
    }

    public async Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await EnterAsync("LIST", prefix, cancellationToken);
        return [.. Objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(item => new ObjectInfo(item.Key, item.Value.Length))];
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await EnterAsync("DELETE", key, cancellationToken);
        Objects.TryRemove(key, out _);
    }

    private async Task EnterAsync(string method, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        Requests.Enqueue($"{method} {key}");
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Fault(method, key) is { } fault)
        {
            throw fault;
        }
    }
}
