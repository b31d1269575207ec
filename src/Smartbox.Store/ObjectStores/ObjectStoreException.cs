namespace Smartbox.Store.ObjectStores;

/// <summary>An object store refused or did not answer.</summary>
public sealed class ObjectStoreException(ObjectStoreError error, string message, Exception? innerException = null)
    : StoreException(message, innerException)
{
    public ObjectStoreError Error { get; } = error;
}
