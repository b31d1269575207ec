using Prometheus;

namespace Smartbox.Gateway.Hosting;

/// <summary>What the gateway counts.</summary>
internal static class GatewayMetrics
{
    public static Gauge Calls { get; } = Metrics.CreateGauge("smartbox_gateway_calls", "Calls of sessions that are open: attached streams, messages, pages of history.");

    public static Gauge Held { get; } = Metrics.CreateGauge("smartbox_gateway_held_calls", "Calls that wait for a box to start.");

    public static Counter RefusedTokens { get; } = Metrics.CreateCounter("smartbox_gateway_refused_tokens_total", "Calls without a valid token.");

    public static Counter LostUpstreams { get; } = Metrics.CreateCounter("smartbox_gateway_lost_upstreams_total", "Calls whose pod was lost in the middle.");

    public static Counter PinMismatches { get; } = Metrics.CreateCounter("smartbox_gateway_pin_mismatches_total", "Pods that showed another certificate than their box's.");
}
