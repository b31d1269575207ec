using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Nodes;

internal static partial class Log
{
    [LoggerMessage(301, LogLevel.Warning, "The heartbeat of the node could not be written: {Error}")]
    public static partial void HeartbeatFailed(ILogger logger, string error);

    [LoggerMessage(302, LogLevel.Warning, "Claim {Claim} could not be bound or released and is tried again: {Error}")]
    public static partial void ClaimFailed(ILogger logger, EntityKey claim, string error);

    [LoggerMessage(303, LogLevel.Information, "The folder of claim {Uid} was removed, for the claim is gone.")]
    public static partial void ClaimRemoved(ILogger logger, string uid);

    [LoggerMessage(304, LogLevel.Warning, "The folder {Folder} of a claim that is gone could not be removed: {Error}")]
    public static partial void ClaimStays(ILogger logger, string folder, string error);
}
