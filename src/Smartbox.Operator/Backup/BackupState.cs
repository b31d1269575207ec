namespace Smartbox.Operator.Backup;

/// <summary>State of a backup container, as it is shown in status.</summary>
internal enum BackupState
{
    Unknown,
    Current,
    Pending,
    Uploading,
    Failing,
    Held,
}
