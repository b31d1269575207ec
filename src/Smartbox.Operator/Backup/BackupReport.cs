namespace Smartbox.Operator.Backup;

/// <summary>What a backup container says of itself.</summary>
internal sealed record BackupReport
{
    public required BackupState State { get; init; }

    public BackupSnapshot? LastSnapshot { get; init; }

    public DateTimeOffset? OldestPendingChange { get; init; }

    public DateTimeOffset? FirstRecoverable { get; init; }

    /// <summary>A sentence: what failed, where, what to do.</summary>
    public string? Error { get; init; }

    /// <summary>True when nothing waits and the newest snapshot holds everything.</summary>
    public bool IsSettled => State == BackupState.Current && OldestPendingChange is null;

    /// <summary>The report of a last snapshot: what the agent still writes until it ends is taken by the container's own snapshot at its end.</summary>
    public BackupReport AsLast() => this with { State = BackupState.Current, OldestPendingChange = null };
}
