using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.Faults;

/// <summary>Stands before another store and makes what a test asks for go wrong.</summary>
/// <remarks>What S3 errors look like to the rest is the S3 store's matter; here a fault is what comes out of a store: an exception, or wrong bytes.</remarks>
internal sealed class FaultyObjectStore(IObjectStore inner) : IObjectStore
{
    private int _operations;

    /// <summary>Asked before each operation, with its number from 1 on; what it returns happens.</summary>
    public Func<FaultyOperation, Fault> Plan { get; set; } = _ => Fault.None;

    /// <summary>Operations so far.</summary>
    public int Operations => Volatile.Read(ref _operations);

    public long RequestCount => inner.RequestCount;

    /// <summary>After this many more operations every further one fails, as after a kill: what came before it is in the store. The last one may be half done.</summary>
    public void KillAfter(int operations, Fault last = Fault.Fail)
    {
        var limit = Operations + operations;
        Plan = o => o.Number <= limit ? Fault.None : o.Number == limit + 1 ? last : Fault.Fail;
    }

    public async Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken)
    {
        switch (Next(FaultyKind.Put, key))
        {
            case Fault.Fail:
                throw Unavailable();
            case Fault.ReplyLost:
                await inner.PutAsync(key, content, ifAbsent, cancellationToken);
                throw Unavailable();
            case Fault.Truncated:
                return await inner.PutAsync(key, content[..(content.Length / 2)], ifAbsent, cancellationToken);
            case Fault.Empty:
                return await inner.PutAsync(key, ReadOnlyMemory<byte>.Empty, ifAbsent, cancellationToken);
            case Fault.Flipped:
                return await inner.PutAsync(key, Flip(content.ToArray()), ifAbsent, cancellationToken);
            default:
                return await inner.PutAsync(key, content, ifAbsent, cancellationToken);
        }
    }

    public async Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken)
    {
        var fault = Next(FaultyKind.Get, key);
        if (fault is Fault.Fail or Fault.ReplyLost)
        {
            throw Unavailable();
        }

        var content = await inner.GetAsync(key, offset, length, cancellationToken);
        return fault switch
        {
            Fault.Truncated => content[..(content.Length / 2)],
            Fault.Empty => [],
            Fault.Flipped => Flip(content),
            _ => content,
        };
    }

    public Task<long?> HeadAsync(string key, CancellationToken cancellationToken) =>
        Next(FaultyKind.Head, key) == Fault.None ? inner.HeadAsync(key, cancellationToken) : throw Unavailable();

    public Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Next(FaultyKind.List, prefix) == Fault.None ? inner.ListAsync(prefix, cancellationToken) : throw Unavailable();

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var fault = Next(FaultyKind.Delete, key);
        if (fault is Fault.None or Fault.ReplyLost)
        {
            await inner.DeleteAsync(key, cancellationToken);
        }

        if (fault != Fault.None)
        {
            throw Unavailable();
        }
    }

    private static byte[] Flip(byte[] content)
    {
        if (content.Length > 0)
        {
            content[content.Length / 2] ^= 1;
        }

        return content;
    }

    private static ObjectStoreException Unavailable() => new(ObjectStoreError.Unavailable, "The bucket does not answer.");

    private Fault Next(FaultyKind kind, string key) => Plan(new FaultyOperation(Interlocked.Increment(ref _operations), kind, key));
}
