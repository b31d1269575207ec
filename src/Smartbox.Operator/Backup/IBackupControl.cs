namespace Smartbox.Operator.Backup;

/// <summary>The control endpoint of a box's backup container.</summary>
internal interface IBackupControl
{
    /// <summary>Asks what the container knows; makes no request to the bucket.</summary>
    /// <exception cref="BackupControlException">It does not answer, or refuses.</exception>
    Task<BackupReport> GetStatusAsync(BackupTarget target, CancellationToken cancellationToken);

    /// <summary>Makes a snapshot now if anything changed, and answers when it is in the bucket and read back.</summary>
    /// <exception cref="BackupControlException">It does not answer, or the snapshot failed.</exception>
    Task<BackupReport> SnapshotNowAsync(BackupTarget target, string reason, CancellationToken cancellationToken);
}
