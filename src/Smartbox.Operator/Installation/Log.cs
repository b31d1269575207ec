namespace Smartbox.Operator.Installation;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "{Kind} {Name} was missing and was created.")]
    public static partial void Installed(ILogger logger, string kind, string name);

    [LoggerMessage(102, LogLevel.Warning, "{Kind} {Name} may not be created by this operator; somebody else has to.")]
    public static partial void NotInstalled(ILogger logger, string kind, string name);

    [LoggerMessage(103, LogLevel.Warning, "Key pairs and catalogue are not installed yet, it is tried again: {Reason}")]
    public static partial void InstallationFailed(ILogger logger, string reason);
}
