namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>How an object is changed.</summary>
internal enum ChangeKind
{
    /// <summary>A whole new version is given.</summary>
    Replacement,

    /// <summary>A part of it is.</summary>
    Patch,

    /// <summary>As a patch, and its managed fields are already right.</summary>
    Application,
}
