using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>How the state is kept in the bucket.</summary>
public sealed class BackupSpec
{
    /// <summary>Name of the SmartboxStore, the bucket that keeps the state.</summary>
    /// <value>Default: the store named default.</value>
    [ObjectName]
    public string? Store { get; set; }

    /// <summary>The longest time a change waits for its snapshot, from 10s to 24h. A snapshot is also made at every stop, and none while nothing changes.</summary>
    /// <value>Default: 1m.</value>
    [Duration("10s", "24h")]
    public string? Interval { get; set; }

    /// <summary>Patterns of files below the state folder that are not kept, such as cache/** or *.tmp. They are gone after a restore from the bucket.</summary>
    [ListSet(64)]
    [Text(256, Pattern = @"^[^/\n\r][^\n\r]*$")]
    public IList<string>? Exclude { get; set; }
}
