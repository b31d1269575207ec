namespace Smartbox.Operator.Backup;

/// <summary>How a last snapshot goes: made, failed, or neither yet.</summary>
/// <param name="Report">The container's report once the snapshot is in the bucket.</param>
/// <param name="Error">Why the last try failed.</param>
internal sealed record LastSnapshotResult(BackupReport? Report, string? Error)
{
    public static LastSnapshotResult Running { get; } = new(null, null);

    public bool IsMade => Report is not null;

    public bool IsRunning => Report is null && Error is null;
}
