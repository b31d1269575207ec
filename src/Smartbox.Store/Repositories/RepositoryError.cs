namespace Smartbox.Store.Repositories;

/// <summary>What is wrong with a repository.</summary>
public enum RepositoryError
{
    /// <summary>Something in it is missing, or is not what was written.</summary>
    Damaged,

    /// <summary>There is none: no <c>config</c>, and nothing else either.</summary>
    NotFound,

    /// <summary>The password opens none of its keys.</summary>
    WrongPassword,

    /// <summary>Its version or its algorithms are not known here.</summary>
    Unsupported,
}
