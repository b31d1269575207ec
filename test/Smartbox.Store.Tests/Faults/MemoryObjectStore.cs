using System.Collections.Concurrent;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.Faults;

/// <summary>A bucket in memory, whose objects a test may look at and damage.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    private long _requests;

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    public long RequestCount => Interlocked.Read(ref _requests);

    public Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        var copy = content.ToArray();
        if (!ifAbsent)
        {
            Objects[key] = copy;
            return Task.FromResult(true);
        }

        return Task.FromResult(Objects.GetOrAdd(key, copy).AsSpan().SequenceEqual(copy));
    }

    public Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        if (!Objects.TryGetValue(key, out var content))
        {
            throw new ObjectStoreException(ObjectStoreError.NotFound, $"There is no object '{key}'.");
        }

        var begin = (int)Math.Min(offset, content.Length);
        var count = (int)Math.Min(length ?? long.MaxValue, content.Length - begin);
        return Task.FromResult(content.AsSpan(begin, count).ToArray());
    }

    public Task<long?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        return Task.FromResult(Objects.TryGetValue(key, out var content) ? content.Length : (long?)null);
    }

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        var found = Objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(o => new ObjectInfo(o.Key, o.Value.Length));
        return Task.FromResult<IReadOnlyList<ObjectInfo>>([.. found.OrderBy(o => o.Key, StringComparer.Ordinal)]);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        Objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    /// <summary>The bucket as it is now, as another bucket.</summary>
    public MemoryObjectStore Copy()
    {
        var copy = new MemoryObjectStore();
        foreach (var (key, content) in Objects)
        {
            copy.Objects[key] = (byte[])content.Clone();
        }

        return copy;
    }

    private void Count(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _requests);
    }
}
