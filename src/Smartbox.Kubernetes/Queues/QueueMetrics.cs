using Prometheus;

namespace Smartbox.Kubernetes.Queues;

/// <summary>The metrics of one queue, under controller-runtime's names.</summary>
internal sealed class QueueMetrics(string queue)
{
    private static readonly string[] s_labels = ["name", "controller"];
    private static readonly HistogramConfiguration s_durations = new() { LabelNames = s_labels, Buckets = Histogram.ExponentialBuckets(0.0001, 10, 8) };

    private static readonly Gauge s_depth = Metrics.CreateGauge("workqueue_depth", "Keys that wait for a worker.", s_labels);
    private static readonly Counter s_adds = Metrics.CreateCounter("workqueue_adds_total", "Keys that became ready.", s_labels);
    private static readonly Counter s_retries = Metrics.CreateCounter("workqueue_retries_total", "Runs put off because the one before failed.", s_labels);
    private static readonly Histogram s_queueDuration = Metrics.CreateHistogram("workqueue_queue_duration_seconds", "How long a key waited for a worker.", s_durations);
    private static readonly Histogram s_workDuration = Metrics.CreateHistogram("workqueue_work_duration_seconds", "How long a key was worked on.", s_durations);

    public Gauge.Child Depth { get; } = s_depth.WithLabels(queue, queue);

    public Counter.Child Adds { get; } = s_adds.WithLabels(queue, queue);

    public Counter.Child Retries { get; } = s_retries.WithLabels(queue, queue);

    public Histogram.Child QueueDuration { get; } = s_queueDuration.WithLabels(queue, queue);

    public Histogram.Child WorkDuration { get; } = s_workDuration.WithLabels(queue, queue);
}
