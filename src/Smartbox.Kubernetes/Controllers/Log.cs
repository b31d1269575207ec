using Microsoft.Extensions.Logging;

namespace Smartbox.Kubernetes.Controllers;

internal static partial class Log
{
    private static readonly Func<ILogger, string, EntityKey, IDisposable?> s_reconcileScope =
        LoggerMessage.DefineScope<string, EntityKey>("{Controller} {Object}");

    public static IDisposable? ReconcileScope(ILogger logger, string controller, EntityKey key) => s_reconcileScope(logger, controller, key);

    [LoggerMessage(1, LogLevel.Information, "Controller {Controller} reconciles with {Workers} workers.")]
    public static partial void ControllerStarted(ILogger logger, string controller, int workers);

    [LoggerMessage(2, LogLevel.Warning, "The reconcile of {Controller} {Key} failed and is tried again: {Reason}")]
    public static partial void ReconcileFailed(ILogger logger, string controller, EntityKey key, string? reason, Exception? error);

    [LoggerMessage(3, LogLevel.Error, "The reconcile of {Controller} {Key} failed and is not tried again before something changes: {Reason}")]
    public static partial void ReconcileFailedForGood(ILogger logger, string controller, EntityKey key, string? reason, Exception? error);

    [LoggerMessage(4, LogLevel.Critical, "The operator cannot go on; the process ends.")]
    public static partial void OperatorEnded(ILogger logger, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "Reconciles that still ran after {Timeout} were cancelled.")]
    public static partial void ReconcilesCancelled(ILogger logger, TimeSpan timeout);

    [LoggerMessage(6, LogLevel.Critical, "Leadership was lost; the process ends so that two never act at once.")]
    public static partial void LeadershipLost(ILogger logger);
}
