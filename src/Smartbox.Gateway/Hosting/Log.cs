namespace Smartbox.Gateway.Hosting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The gateway serves gRPC on {Addresses}.")]
    public static partial void Listening(ILogger logger, string addresses);

    [LoggerMessage(2, LogLevel.Information, "Loaded: {What}.")]
    public static partial void Loaded(ILogger logger, string what);

    [LoggerMessage(3, LogLevel.Warning, "Could not be loaded and is tried again: {What}. {Reason}")]
    public static partial void NotLoaded(ILogger logger, string what, string reason);

    [LoggerMessage(4, LogLevel.Information, "Stopping: not ready for new calls; {Calls} calls are open.")]
    public static partial void Draining(ILogger logger, int calls);

    [LoggerMessage(5, LogLevel.Information, "Stopped; {Calls} calls were cut.")]
    public static partial void Drained(ILogger logger, int calls);

    [LoggerMessage(6, LogLevel.Critical, "The gateway could not start. {Reason}")]
    public static partial void NotStarted(ILogger logger, string reason);
}
