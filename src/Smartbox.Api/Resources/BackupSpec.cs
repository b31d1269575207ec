namespace Smartbox.Api.Resources;

/// <summary>How the state is kept in the bucket.</summary>
public sealed class BackupSpec
{
    /// <summary>Name of the SmartboxStore; default by default.</summary>
    public string? Store { get; set; }

    /// <summary>The longest time a change waits for its snapshot, such as 1m, which is the default. A snapshot is also made at every stop.</summary>
    public string? Interval { get; set; }

    /// <summary>Patterns below the state folder that are not kept, such as cache/**.</summary>
    public IList<string>? Exclude { get; set; }
}
