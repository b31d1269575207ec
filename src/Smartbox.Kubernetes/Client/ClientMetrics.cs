using Prometheus;

namespace Smartbox.Kubernetes.Client;

internal static class ClientMetrics
{
    public static readonly Counter Requests = Metrics.CreateCounter(
        "rest_client_requests_total", "Requests to the API server by status code and method.", "code", "method");

    public static readonly Counter Retries = Metrics.CreateCounter(
        "rest_client_request_retries_total", "Requests that were sent again because the API server asked for it.", "code", "method");
}
