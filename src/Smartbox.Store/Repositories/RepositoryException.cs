namespace Smartbox.Store.Repositories;

/// <summary>The repository is damaged, is of an unknown version, or the password does not open it.</summary>
public sealed class RepositoryException(string message, Exception? innerException = null) : StoreException(message, innerException);
