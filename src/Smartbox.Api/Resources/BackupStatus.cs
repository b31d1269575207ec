using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>State of the backup.</summary>
public sealed class BackupStatus
{
    /// <summary>Current, Pending, Uploading, Failing, Held or Unknown.</summary>
    [Text(64, MinLength = 0)]
    public string? State { get; set; }

    /// <summary>The newest snapshot in the bucket.</summary>
    public SnapshotStatus? LastSnapshot { get; set; }

    /// <summary>Time of the oldest snapshot: nothing before it can be restored.</summary>
    public DateTime? FirstRecoverable { get; set; }
}
