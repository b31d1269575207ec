using Prometheus;

namespace Smartbox.Kubernetes.Informers;

internal static class InformerMetrics
{
    public static readonly Counter Undecodable = Metrics.CreateCounter(
        "kubernetes_informer_undecodable_objects_total", "Objects that a list or watch brought and that could not be decoded.", "kind");

    public static readonly Counter Relists = Metrics.CreateCounter(
        "kubernetes_informer_relists_total", "Lists made because a watch could not go on.", "kind");

    public static readonly Counter Failures = Metrics.CreateCounter(
        "kubernetes_informer_failures_total", "Lists and watches that ended with an error.", "kind");
}
