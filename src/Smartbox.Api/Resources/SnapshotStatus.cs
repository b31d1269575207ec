namespace Smartbox.Api.Resources;

/// <summary>One snapshot.</summary>
public sealed class SnapshotStatus
{
    /// <summary>Snapshot id, as restic shows it.</summary>
    public string? Id { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime? Time { get; set; }

    /// <summary>Bytes of all its files.</summary>
    public long? Bytes { get; set; }

    /// <summary>Number of files.</summary>
    public long? Files { get; set; }
}
