using Microsoft.Extensions.Logging;

namespace Smartbox.Kubernetes.Informers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Listed {Count} objects of {Kind} at version {Version}.")]
    public static partial void Listed(ILogger logger, string kind, int count, ulong version);

    [LoggerMessage(2, LogLevel.Information, "The watch of {Kind} cannot go on from version {Version}: listing again.")]
    public static partial void WatchExpired(ILogger logger, string kind, ulong version);

    [LoggerMessage(3, LogLevel.Warning, "The list or watch of {Kind} failed; next attempt in {Delay}.")]
    public static partial void WatchFailed(ILogger logger, string kind, TimeSpan delay, Exception error);

    [LoggerMessage(4, LogLevel.Warning, "{Kind} {Key} of version {Version} cannot be decoded; its last known state stays in the cache.")]
    public static partial void Undecodable(ILogger logger, string kind, EntityKey key, ulong version, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "The API server's history of {Kind} went back from version {Highest} to {Version}; the cache was replaced.")]
    public static partial void HistoryRewound(ILogger logger, string kind, ulong highest, ulong version);

    [LoggerMessage(6, LogLevel.Error, "A subscriber failed on {Kind} {Key}.")]
    public static partial void SubscriberFailed(ILogger logger, string kind, EntityKey key, Exception error);

    [LoggerMessage(7, LogLevel.Critical, "The informer of {Kind} ended; the process must be restarted.")]
    public static partial void InformerEnded(ILogger logger, string kind, Exception error);

    [LoggerMessage(8, LogLevel.Critical, "The cached {Kind} {Key} was changed by this program's own code, which corrupts the cache; the process ends.")]
    public static partial void CacheMutated(ILogger logger, string kind, EntityKey key);
}
