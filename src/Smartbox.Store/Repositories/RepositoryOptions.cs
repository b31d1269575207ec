namespace Smartbox.Store.Repositories;

/// <summary>How a repository is opened.</summary>
public sealed record RepositoryOptions
{
    /// <summary>Name of the writer in key files and locks: the box's UID.</summary>
    /// <value>Default <c>smartbox</c>.</value>
    public string Hostname { get; init; } = "smartbox";

    /// <summary>User in key files and locks.</summary>
    /// <value>Default <c>smartbox</c>.</value>
    public string Username { get; init; } = "smartbox";

    /// <summary>Time.</summary>
    /// <value>Default the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
