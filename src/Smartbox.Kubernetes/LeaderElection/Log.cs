using Microsoft.Extensions.Logging;

namespace Smartbox.Kubernetes.LeaderElection;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The lease {Lease} is held by this replica, {Identity}.")]
    public static partial void Acquired(ILogger logger, string lease, string identity);

    [LoggerMessage(2, LogLevel.Information, "The lease {Lease} was given back.")]
    public static partial void Released(ILogger logger, string lease);

    [LoggerMessage(3, LogLevel.Warning, "An attempt on the lease {Lease} failed.")]
    public static partial void AttemptFailed(ILogger logger, string lease, Exception error);
}
