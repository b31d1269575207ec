using Prometheus;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>The metrics of one controller, under controller-runtime's names.</summary>
internal sealed class ControllerMetrics(string controller)
{
    private static readonly Counter s_total = Metrics.CreateCounter(
        "controller_runtime_reconcile_total", "Reconciles by result: success, requeue_after, error, terminal_error.", "controller", "result");

    private static readonly Counter s_errors = Metrics.CreateCounter(
        "controller_runtime_reconcile_errors_total", "Reconciles that failed.", "controller");

    private static readonly Counter s_terminalErrors = Metrics.CreateCounter(
        "controller_runtime_terminal_reconcile_errors_total", "Reconciles that failed in a way that trying again does not mend.", "controller");

    private static readonly Histogram s_time = Metrics.CreateHistogram(
        "controller_runtime_reconcile_time_seconds",
        "Duration of a reconcile.",
        new HistogramConfiguration
        {
            LabelNames = ["controller"],
            Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        });

    private static readonly Gauge s_active = Metrics.CreateGauge(
        "controller_runtime_active_workers", "Workers that reconcile at the moment.", "controller");

    private static readonly Gauge s_max = Metrics.CreateGauge(
        "controller_runtime_max_concurrent_reconciles", "Workers.", "controller");

    public Histogram.Child Time { get; } = s_time.WithLabels(controller);

    public Gauge.Child Active { get; } = s_active.WithLabels(controller);

    public Gauge.Child Max { get; } = s_max.WithLabels(controller);

    private readonly Counter.Child _success = s_total.WithLabels(controller, "success");
    private readonly Counter.Child _requeueAfter = s_total.WithLabels(controller, "requeue_after");
    private readonly Counter.Child _error = s_total.WithLabels(controller, "error");
    private readonly Counter.Child _terminal = s_total.WithLabels(controller, "terminal_error");
    private readonly Counter.Child _errors = s_errors.WithLabels(controller);
    private readonly Counter.Child _terminalErrors = s_terminalErrors.WithLabels(controller);

    public void Succeeded(bool requeued) => (requeued ? _requeueAfter : _success).Inc();

    public void Failed()
    {
        _error.Inc();
        _errors.Inc();
    }

    public void FailedForGood()
    {
        _terminal.Inc();
        _errors.Inc();
        _terminalErrors.Inc();
    }
}
