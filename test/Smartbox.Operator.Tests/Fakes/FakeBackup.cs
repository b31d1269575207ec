using Smartbox.Operator.Backup;

namespace Smartbox.Operator.Tests.Fakes;

/// <summary>Backup containers that answer what the test says.</summary>
internal sealed class FakeBackup : IBackupControl
{
    public BackupReport Report { get; set; } = new() { State = BackupState.Current, LastSnapshot = new BackupSnapshot("4f1c", DateTimeOffset.UnixEpoch, 10, 2) };

    /// <summary>Not null: no container answers a question.</summary>
    public string? Unreachable { get; set; }

    /// <summary>Not null: no snapshot succeeds.</summary>
    public string? SnapshotError { get; set; }

    /// <summary>Not null: snapshots wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Questions { get; private set; }

    public List<(BackupTarget Target, string Reason)> Snapshots { get; } = [];

    public Task<BackupReport> GetStatusAsync(BackupTarget target, CancellationToken cancellationToken)
    {
        Questions++;
        return Unreachable is { } why ? Task.FromException<BackupReport>(new BackupControlException(why)) : Task.FromResult(Report);
    }

    public async Task<BackupReport> SnapshotNowAsync(BackupTarget target, string reason, CancellationToken cancellationToken)
    {
        Snapshots.Add((target, reason));
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        return SnapshotError is { } error ? throw new BackupControlException(error) : Report;
    }
}
