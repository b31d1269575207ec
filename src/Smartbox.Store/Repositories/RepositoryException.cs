namespace Smartbox.Store.Repositories;

/// <summary>The repository is damaged, is of an unknown version, or the password does not open it.</summary>
public sealed class RepositoryException(RepositoryError error, string message, Exception? innerException = null) : StoreException(message, innerException)
{
    public RepositoryException(string message, Exception? innerException = null)
        : this(RepositoryError.Damaged, message, innerException)
    {
    }

    /// <summary>What is wrong; that it could not be read at all is an <see cref="ObjectStores.ObjectStoreException"/> instead.</summary>
    public RepositoryError Error { get; } = error;

    /// <summary>The blob that is missing or damaged, where it is one.</summary>
    public BlobId? Blob { get; init; }
}
