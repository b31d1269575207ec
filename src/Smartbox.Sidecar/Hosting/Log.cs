namespace Smartbox.Sidecar.Hosting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Mode {Mode} of box {Namespace}/{Name} ({Uid}) starts with epoch {Epoch}.")]
    public static partial void Starting(ILogger logger, string mode, string @namespace, string name, string uid, long epoch);

    [LoggerMessage(2, LogLevel.Error, "Mode {Mode} ends: {Reason}. {Message}")]
    public static partial void Ending(ILogger logger, string mode, string reason, string message, Exception? exception);

    [LoggerMessage(3, LogLevel.Critical, "Mode {Mode} ends by an error that it does not know.")]
    public static partial void Crashed(ILogger logger, string mode, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The reason could not be written to {Path}.")]
    public static partial void TerminationLogNotWritten(ILogger logger, string path, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "{Signal} received.")]
    public static partial void Signalled(ILogger logger, string signal);

    [LoggerMessage(6, LogLevel.Information, "{Count} trusted keys were read from {Path}.")]
    public static partial void TrustRead(ILogger logger, int count, string path);

    [LoggerMessage(7, LogLevel.Warning, "Trusted keys could not be read from {Path}: calls are refused until they can be.")]
    public static partial void TrustUnreadable(ILogger logger, string path, Exception exception);

    [LoggerMessage(8, LogLevel.Debug, "A call of {Method} was refused: it carries no valid assertion for this box and epoch.")]
    public static partial void CallRefused(ILogger logger, string method);

    [LoggerMessage(9, LogLevel.Information, "Listening on {Addresses}.")]
    public static partial void Listening(ILogger logger, string addresses);
}
