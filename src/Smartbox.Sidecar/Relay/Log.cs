namespace Smartbox.Sidecar.Relay;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "{Bytes} half-written bytes were cut from the end of the log of session {Session} and kept beside it.")]
    public static partial void TailCut(ILogger logger, long bytes, string session);

    [LoggerMessage(302, LogLevel.Error, "The log of session {Session} cannot be read: the session is not available.")]
    public static partial void SessionUnreadable(ILogger logger, string session, Exception exception);

    [LoggerMessage(303, LogLevel.Error, "The log of session {Session} cannot be written; it is opened again at its next use.")]
    public static partial void SessionBroken(ILogger logger, string session, Exception exception);

    [LoggerMessage(304, LogLevel.Information, "Run {Run} of session {Session} was interrupted and is run again (try {Attempt}). {Reason}")]
    public static partial void RunRestarted(ILogger logger, string session, string run, int attempt, string reason);

    [LoggerMessage(305, LogLevel.Warning, "Run {Run} of session {Session} failed: {Code}. {Message}")]
    public static partial void RunFailed(ILogger logger, string session, string run, string code, string message);

    [LoggerMessage(306, LogLevel.Information, "The agent is ready; its model is {Model}.")]
    public static partial void AgentReady(ILogger logger, string model);

    [LoggerMessage(307, LogLevel.Information, "The agent is not ready. {Reason}")]
    public static partial void AgentNotReady(ILogger logger, string reason);

    [LoggerMessage(308, LogLevel.Debug, "The stream of notices ended and is opened again. {Reason}")]
    public static partial void NoticesEnded(ILogger logger, string reason);

    [LoggerMessage(309, LogLevel.Warning, "A notice for session {Session} could not be kept; the agent repeats it.")]
    public static partial void NoticeNotKept(ILogger logger, string session, Exception exception);

    [LoggerMessage(310, LogLevel.Information, "{Sessions} sessions were read, {Runs} runs are not finished.")]
    public static partial void SessionsRead(ILogger logger, int sessions, int runs);

    [LoggerMessage(311, LogLevel.Information, "Stopping: {Streams} streams are told to come back later.")]
    public static partial void Draining(ILogger logger, int streams);

    [LoggerMessage(312, LogLevel.Debug, "Client {Client} of {User} is attached to session {Session} after event {Seq}.")]
    public static partial void Attached(ILogger logger, string client, string user, string session, ulong seq);

    [LoggerMessage(313, LogLevel.Warning, "A reader of session {Session} took nothing for {Seconds} s and was disconnected at event {Seq}.")]
    public static partial void ReaderStalled(ILogger logger, string session, double seconds, ulong seq);

    [LoggerMessage(314, LogLevel.Error, "Runs of session {Session} stopped by an error that the relay does not know.")]
    public static partial void RunnerCrashed(ILogger logger, string session, Exception exception);
}
