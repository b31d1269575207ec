using Smartbox.Kubernetes;

namespace Smartbox.Operator.Boxes;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Box {Box}: pod created with epoch {Epoch}.")]
    public static partial void PodCreated(ILogger logger, EntityKey box, long epoch);

    [LoggerMessage(2, LogLevel.Warning, "Box {Box}: pod {PodUid} failed ({Reason}) and is replaced: {Message}")]
    public static partial void PodFailed(ILogger logger, EntityKey box, string podUid, string reason, string message);

    [LoggerMessage(3, LogLevel.Information, "Box {Box}: pod {PodUid} is deleted: {Why}.")]
    public static partial void PodDeleted(ILogger logger, EntityKey box, string podUid, string why);

    [LoggerMessage(4, LogLevel.Warning, "Box {Box}: node {Node} is gone; pod {PodUid} is deleted without its consent.")]
    public static partial void NodeLost(ILogger logger, EntityKey box, string node, string podUid);

    [LoggerMessage(5, LogLevel.Warning, "Box {Box}: the last snapshot failed: {Error}")]
    public static partial void LastSnapshotFailed(ILogger logger, EntityKey box, string error);

    [LoggerMessage(6, LogLevel.Information, "Box {Box}: {Condition} is {Status} ({Reason}).")]
    public static partial void ConditionChanged(ILogger logger, EntityKey box, string condition, string status, string reason);

    [LoggerMessage(7, LogLevel.Information, "Box {Box} is gone; {Kept}.")]
    public static partial void Finalized(ILogger logger, EntityKey box, string kept);

    [LoggerMessage(8, LogLevel.Information, "{Kind} {Object} differed from what it should be and was applied.")]
    public static partial void Repaired(ILogger logger, string kind, EntityKey @object);

    [LoggerMessage(9, LogLevel.Debug, "Node {Node} cannot be read: {Reason}")]
    public static partial void NodeUnreadable(ILogger logger, string node, string reason);

    [LoggerMessage(10, LogLevel.Warning, "The API server refuses the pod of box {Box}: {Reason}")]
    public static partial void PodRefused(ILogger logger, EntityKey box, string reason);
}
