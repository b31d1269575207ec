using Microsoft.Extensions.Diagnostics.HealthChecks;
using Smartbox.Gateway.Authentication;
using Smartbox.Gateway.Routing;

namespace Smartbox.Gateway.Hosting;

/// <summary>Whether this replica can serve calls.</summary>
internal sealed class Readiness(RouteFeed routes, Refreshed<IssuerKeys> issuer, Refreshed<GatewayKey> key, Drain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(WhyNot() is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());

    /// <returns>Null when it can, otherwise a sentence.</returns>
    public string? WhyNot() =>
        drain.IsDraining ? "The gateway is stopping."
        : !routes.IsSynced ? "The boxes have not been read yet."
        : issuer.Current is null ? "The keys of the tokens' issuer have not been read yet."
        : key.Current is null ? "The key of the gateway has not been read yet."
        : null;
}
