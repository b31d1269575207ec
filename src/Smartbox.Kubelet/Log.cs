using Microsoft.Extensions.Logging;

namespace Smartbox.Kubelet;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The folder {Folder} of a pod that is gone could not be removed: {Error}")]
    public static partial void FolderStays(ILogger logger, string folder, string error);
}
