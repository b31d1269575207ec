using Smartbox.Operator.Boxes;

namespace Smartbox.Operator.Backup;

/// <summary>The snapshot that is made before a pod is stopped. It runs beside the reconciles, so that a slow one keeps no worker. Used by one reconcile at a time.</summary>
internal sealed class LastSnapshot(IBackupControl control, BackupOptions options, TimeProvider time)
{
    private string? _podUid;
    private Task<BackupReport>? _attempt;
    private DateTimeOffset _failedAt;
    private LastSnapshotResult? _result;

    /// <summary>Starts the snapshot, or says how it goes. Once made it stays made; a failed one is tried again when the retry time has passed.</summary>
    public async Task<LastSnapshotResult> TakeAsync(string podUid, BackupTarget target, string reason, CancellationToken cancellationToken)
    {
        if (_podUid != podUid)
        {
            (_podUid, _attempt, _result) = (podUid, null, null);
        }

        var isOver = _result is { Report: not null } || (_result is not null && time.GetUtcNow() < _failedAt + options.SnapshotRetry);
        if (isOver)
        {
            return _result!;
        }

        _attempt ??= control.SnapshotNowAsync(target, reason, cancellationToken);
        if (!await Waiting.ForAsync(_attempt, options.Patience, time, cancellationToken))
        {
            return _result ?? LastSnapshotResult.Running;
        }

        _result = Read(_attempt);
        _attempt = null;
        _failedAt = time.GetUtcNow();
        return _result;
    }

    private static LastSnapshotResult Read(Task<BackupReport> attempt)
    {
        if (!attempt.IsCompletedSuccessfully)
        {
            return new LastSnapshotResult(null, attempt.Exception?.GetBaseException().Message ?? "the call was cancelled");
        }

#pragma warning disable RS0030 // the task has completed
        var report = attempt.Result;
#pragma warning restore RS0030
        return report.State is BackupState.Failing or BackupState.Held
            ? new LastSnapshotResult(null, report.Error ?? $"the backup container says {report.State}")
            : new LastSnapshotResult(report, null);
    }
}
