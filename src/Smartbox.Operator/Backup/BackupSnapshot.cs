namespace Smartbox.Operator.Backup;

/// <summary>The newest snapshot in the bucket.</summary>
internal sealed record BackupSnapshot(string Id, DateTimeOffset Time, long Bytes, long Files);
