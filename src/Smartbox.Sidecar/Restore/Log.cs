namespace Smartbox.Sidecar.Restore;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "The volume holds this box's state: there is nothing to restore.")]
    public static partial void NothingToRestore(ILogger logger);

    [LoggerMessage(102, LogLevel.Warning, "The epoch could not be claimed and the box starts from its volume; the backup claims it before it writes. {Message}")]
    public static partial void ClaimPostponed(ILogger logger, string message);

    [LoggerMessage(103, LogLevel.Information, "The bucket has no backup of this box and none is expected: it starts empty.")]
    public static partial void StartsEmpty(ILogger logger);

    [LoggerMessage(104, LogLevel.Information, "Restoring snapshot {Id} of {Time}.")]
    public static partial void Restoring(ILogger logger, string id, DateTimeOffset time);

    [LoggerMessage(105, LogLevel.Information, "Restoring: {Bytes} bytes read and checked in {Seconds:F0} s.")]
    public static partial void Progress(ILogger logger, long bytes, double seconds);

    [LoggerMessage(106, LogLevel.Information, "Snapshot {Id} was restored and verified: {Files} files, {Bytes} bytes in {Seconds:F1} s.")]
    public static partial void Restored(ILogger logger, string id, long files, long bytes, double seconds);

    [LoggerMessage(107, LogLevel.Warning, "The bucket lacks a guarantee that the backup relies on. {Missing}")]
    public static partial void GuaranteeMissing(ILogger logger, string missing);

    [LoggerMessage(108, LogLevel.Warning, "The bucket's guarantees could not be tried. {Message}")]
    public static partial void NotProbed(ILogger logger, string message);
}
