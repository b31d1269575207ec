using Microsoft.Extensions.Logging;

namespace Smartbox.Store.Snapshots;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The change cache cannot be written, so that the next snapshot reads everything again: {Reason}")]
    public static partial void CacheLost(ILogger logger, string reason);
}
