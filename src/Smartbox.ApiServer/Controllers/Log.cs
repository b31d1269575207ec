using Microsoft.Extensions.Logging;

namespace Smartbox.ApiServer.Controllers;

/// <summary>Log messages of the server's own controllers.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The owners of {Key} could not be looked at; they will be again.")]
    public static partial void GarbageFailed(ILogger logger, Exception exception, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The namespace {Name} could not be emptied; it will be tried again.")]
    public static partial void NamespaceFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The definition {Name} cannot be served as it is.")]
    public static partial void DefinitionFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The volume claim {Key} could not be let go; it will be tried again.")]
    public static partial void ClaimFailed(ILogger logger, Exception exception, string key);
}
