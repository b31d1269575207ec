using Microsoft.Extensions.Logging;

namespace Smartbox.ApiServer.Requests;

/// <summary>Log messages of requests.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The API server failed at {Method} {Path}.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The API server could not store what {Method} {Path} asked for: {Reason}")]
    public static partial void StoreRefused(ILogger logger, string method, string path, string reason);
}
