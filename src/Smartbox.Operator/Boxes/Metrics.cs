using Prometheus;

namespace Smartbox.Operator.Boxes;

/// <summary>Metrics of the operator; none is labelled with a box.</summary>
internal static class Metrics
{
    public static readonly Counter PodStarts = Prometheus.Metrics.CreateCounter("smartbox_pod_starts_total", "Pods made.");

    public static readonly Counter PodFailures = Prometheus.Metrics.CreateCounter("smartbox_pod_failures_total", "Pods replaced after a failure.", "reason");

    public static readonly Counter Polls = Prometheus.Metrics.CreateCounter("smartbox_backup_polls_total", "Questions to backup containers.", "result");

    public static readonly Counter StatusWrites = Prometheus.Metrics.CreateCounter("smartbox_status_writes_total", "Status writes of boxes.");
}
