using Prometheus;

namespace Smartbox.Kubernetes.Events;

internal static class EventMetrics
{
    public static readonly Counter Recorded = Metrics.CreateCounter(
        "kubernetes_events_total", "Events by what became of them: created, counted (in a series), dropped_rate, dropped_full, failed.", "result");
}
