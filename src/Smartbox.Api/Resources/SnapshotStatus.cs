using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>One snapshot.</summary>
public sealed class SnapshotStatus
{
    /// <summary>Id of the snapshot, as restic shows it.</summary>
    [Text(64, MinLength = 0)]
    public string? Id { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime? Time { get; set; }

    /// <summary>Bytes of all its files.</summary>
    [Bounds(0, long.MaxValue)]
    public long? Bytes { get; set; }

    /// <summary>Number of its files.</summary>
    [Bounds(0, long.MaxValue)]
    public long? Files { get; set; }
}
