using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.Faults;

/// <summary>Passes everything on; a test overrides what it wants to be different.</summary>
internal abstract class DelegatingStore(IObjectStore inner) : IObjectStore
{
    public long RequestCount => inner.RequestCount;

    public virtual Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool ifAbsent, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content, ifAbsent, cancellationToken);

    public virtual Task<byte[]> GetAsync(string key, long offset, long? length, CancellationToken cancellationToken) =>
        inner.GetAsync(key, offset, length, cancellationToken);

    public virtual Task<long?> HeadAsync(string key, CancellationToken cancellationToken) => inner.HeadAsync(key, cancellationToken);

    public virtual Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public virtual Task DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);
}
