namespace Smartbox.ApiServer.Storage;

/// <summary>The store's file cannot be opened, read or written. Messages are sentences that a person can act on.</summary>
internal sealed class ObjectStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
