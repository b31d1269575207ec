using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes;

namespace Smartbox.Kubelet.Pods;

internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning, "Pod {Pod}: an attempt failed and is repeated: {Error}")]
    public static partial void SyncFailed(ILogger logger, EntityKey pod, string error);

    [LoggerMessage(102, LogLevel.Warning, "Pod {Pod}: the folder {Folder} could not be removed: {Error}")]
    public static partial void FolderStays(ILogger logger, EntityKey pod, string folder, string error);

    [LoggerMessage(103, LogLevel.Warning, "Pod {Pod} could not be bound and is tried again: {Error}")]
    public static partial void BindFailed(ILogger logger, EntityKey pod, string error);

    [LoggerMessage(104, LogLevel.Information, "Stopping {Count} pods.")]
    public static partial void Stopping(ILogger logger, int count);
}
