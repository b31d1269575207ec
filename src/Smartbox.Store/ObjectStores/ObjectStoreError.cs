namespace Smartbox.Store.ObjectStores;

/// <summary>Why an object store refused.</summary>
public enum ObjectStoreError
{
    /// <summary>No such object.</summary>
    NotFound,

    /// <summary>No such bucket or folder.</summary>
    BucketNotFound,

    /// <summary>The credentials were refused.</summary>
    AccessDenied,

    /// <summary>Does not answer, or answers with errors that come and go.</summary>
    Unavailable,

    /// <summary>What was written is not what was sent.</summary>
    Corrupted,

    /// <summary>Anything else.</summary>
    Other,
}
