namespace Smartbox.Store.ObjectStores;

/// <summary>Counts requests; safe for concurrent use.</summary>
internal sealed class RequestCounter
{
    private long _writes;
    private long _reads;
    private long _deletes;

    public RequestCounts Counts => new(Interlocked.Read(ref _writes), Interlocked.Read(ref _reads), Interlocked.Read(ref _deletes));

    public void Add(RequestClass requestClass) => Interlocked.Increment(
        ref requestClass == RequestClass.Write ? ref _writes : ref requestClass == RequestClass.Read ? ref _reads : ref _deletes);
}
