using Microsoft.Extensions.Logging;

namespace Smartbox.Kubelet.Processes;

internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Warning, "{Count} processes of an earlier run are still there; they are ended before their pods start again.")]
    public static partial void LeftOversFound(ILogger logger, int count);
}
