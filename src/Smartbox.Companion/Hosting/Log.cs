using Smartbox.Companion.Models;

namespace Smartbox.Companion.Hosting;

/// <summary>Log messages. Never what is said: only where and how it went.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The companion is ready at {Endpoint} with the model {Model}.")]
    public static partial void Ready(ILogger logger, string endpoint, string model);

    [LoggerMessage(2, LogLevel.Error, "The companion cannot start: {Problem}")]
    public static partial void CannotStart(ILogger logger, string problem);

    [LoggerMessage(3, LogLevel.Information, "Run {Run} of session {Session} was answered in {Milliseconds:0} ms.")]
    public static partial void Answered(ILogger logger, string session, string run, double milliseconds);

    [LoggerMessage(4, LogLevel.Warning, "Run {Run} of session {Session} got no answer from the model: {Failure} ({Exception}).")]
    public static partial void ModelFailed(ILogger logger, string session, string run, ModelFailure failure, string? exception);

    [LoggerMessage(5, LogLevel.Information, "Run {Run} of session {Session} was interrupted.")]
    public static partial void Interrupted(ILogger logger, string session, string run);

    [LoggerMessage(6, LogLevel.Information, "Reminder {Id} was sent in session {Session}.")]
    public static partial void ReminderSent(ILogger logger, string id, string session);

    [LoggerMessage(7, LogLevel.Information, "The companion has stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(8, LogLevel.Error, "Run {Run} of session {Session} failed: the database could not be read or written.")]
    public static partial void StateFailed(ILogger logger, string session, string run, Exception exception);
}
