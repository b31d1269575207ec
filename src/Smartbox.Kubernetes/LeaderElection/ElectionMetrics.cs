using Prometheus;

namespace Smartbox.Kubernetes.LeaderElection;

internal static class ElectionMetrics
{
    public static readonly Gauge IsMaster = Metrics.CreateGauge(
        "leader_election_master_status", "1 while this replica holds the lease of that name.", "name");
}
