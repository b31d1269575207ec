namespace Smartbox.Store.ObjectStores;

/// <summary>A bucket, or a folder that behaves as one. Keys are below the prefix that the store was made with.</summary>
/// <remarks>
/// Transient faults are retried inside, with exponential backoff and full jitter, until the token ends; what comes out is an
/// <see cref="ObjectStoreException"/> that another try would not mend (or the last fault, once the token of the caller's deadline ends).
/// </remarks>
public interface IObjectStore
{
    /// <summary>Requests sent since the store was opened, retries included.</summary>
    long RequestCount { get; }

    /// <summary>The same by what they cost; null where that is not known.</summary>
    RequestCounts? Requests => null;

    /// <summary>Writes an object, checked by Content-MD5 and the returned ETag where the endpoint gives them.</summary>
    /// <param name="key">Key.</param>
    /// <param name="content">All of it; at most 64 MiB.</param>
    /// <param name="ifAbsent">Only when no object has this key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False when <paramref name="ifAbsent"/> is set and another content is there already (an own earlier try that got through counts as true).</returns>
    Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken);

    /// <summary>Reads an object, or part of it: fewer bytes than asked for only where the object ends, none beyond its end.</summary>
    /// <exception cref="ObjectStoreException">With <see cref="ObjectStoreError.NotFound"/> when there is none.</exception>
    Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken);

    /// <summary>Reads a part of an object into a buffer of the caller.</summary>
    /// <returns>Bytes read: fewer than asked for only where the object ends.</returns>
    /// <exception cref="ObjectStoreException">With <see cref="ObjectStoreError.NotFound"/> when there is none.</exception>
    async Task<int> ReadAsync(string key, long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        var part = await GetAsync(key, offset, target.Length, cancellationToken);
        part.CopyTo(target);
        return part.Length;
    }

    /// <summary>Length of an object, or null when there is none.</summary>
    Task<long?> HeadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Every object below a prefix, complete or not at all: a listing that breaks off throws.</summary>
    Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes an object; one that is not there is no error.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}
