namespace Smartbox.Sidecar.Backup;

internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Information, "Snapshot {Id}: {Files} files, {Bytes} bytes, {AddedBytes} uploaded, in {Seconds:F1} s.")]
    public static partial void Snapshotted(ILogger logger, string id, long files, long bytes, long addedBytes, double seconds);

    [LoggerMessage(202, LogLevel.Information, "Uploading: {Bytes} bytes in {Seconds:F0} s.")]
    public static partial void Uploading(ILogger logger, long bytes, double seconds);

    [LoggerMessage(203, LogLevel.Warning, "The snapshot is held. {Reason}")]
    public static partial void Held(ILogger logger, string reason);

    [LoggerMessage(204, LogLevel.Warning, "The bucket held repository {Known} before and holds {Found} now: all of the state is uploaded to it.")]
    public static partial void RepositoryReplaced(ILogger logger, string known, string found);

    [LoggerMessage(205, LogLevel.Warning, "Try {Failures} of a snapshot failed; the next is in {Seconds:F1} s. {Error}")]
    public static partial void Failed(ILogger logger, uint failures, double seconds, string error, Exception exception);

    [LoggerMessage(206, LogLevel.Information, "Backups work again after {Failures} failures.")]
    public static partial void Recovered(ILogger logger, uint failures);

    [LoggerMessage(207, LogLevel.Information, "The agent has ended: every change is to be in the bucket before this container ends.")]
    public static partial void Finishing(ILogger logger);

    [LoggerMessage(208, LogLevel.Information, "Every change is in the bucket.")]
    public static partial void Finished(ILogger logger);

    [LoggerMessage(209, LogLevel.Warning, "The snapshot is not complete. {Warning}")]
    public static partial void Warned(ILogger logger, string warning);
}
