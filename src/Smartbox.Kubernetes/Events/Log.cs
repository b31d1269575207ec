using Microsoft.Extensions.Logging;

namespace Smartbox.Kubernetes.Events;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The event {Reason} of {Kind} {Key} could not be written.")]
    public static partial void EventFailed(ILogger logger, string reason, string kind, EntityKey key, Exception error);
}
