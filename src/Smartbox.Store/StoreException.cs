namespace Smartbox.Store;

/// <summary>Base of the state engine's errors. Messages are sentences that a person can act on; they hold no secret.</summary>
public abstract class StoreException(string message, Exception? innerException) : Exception(message, innerException);
