using System.Globalization;
using System.Text.Json.Nodes;
using Smartbox.Api;
using Smartbox.Local.Programs;

namespace Smartbox.Local.Setup;

/// <summary>Operator and gateway as pods, so that their logs and restarts are those of every pod.</summary>
internal static class SystemPods
{
    public const string Operator = "smartbox-operator";
    public const string Gateway = "smartbox-gateway";

    private const string Loopback = "127.0.0.1";

    public static string Collection => $"api/v1/namespaces/{Names.SystemNamespace}/pods";

    public static string PathOf(string pod) => $"{Collection}/{pod}";

    public static JsonObject OperatorPod(string kubeconfig, int healthPort) => Pod(
        Operator, "operator", ProgramImages.Operator, [("health", healthPort)],
        ("SMARTBOX_PORT", Text(healthPort)),
        ("SMARTBOX_KUBECONFIG", kubeconfig),
        // There is one, and what it would wait for is its predecessor's lease.
        ("SMARTBOX_LEADER_ELECTION", "false"));

    public static JsonObject GatewayPod(string kubeconfig, int port, int healthPort) => Pod(
        Gateway, "gateway", ProgramImages.Gateway, [("grpc", port), ("health", healthPort)],
        ("SMARTBOX_PORT", Text(port)),
        ("SMARTBOX_HEALTH_PORT", Text(healthPort)),
        ("SMARTBOX_KUBECONFIG", kubeconfig),
        ("SMARTBOX_ALLOW_LOOPBACK_PODS", "true"),
        // No load balancer has to notice that it leaves.
        ("SMARTBOX_DRAIN_SETTLE", "0"));

    public static Task ReadyAsync(ApiRequests requests, string pod, CancellationToken cancellationToken) =>
        requests.WaitAsync(PathOf(pod), found => ApiRequests.IsTrue(found, "Ready"), cancellationToken);

    /// <summary>Ends one and waits until it is gone.</summary>
    public static async Task EndAsync(ApiRequests requests, string pod, CancellationToken cancellationToken)
    {
        await requests.DeleteAsync(PathOf(pod), cancellationToken, grace: null);
        await requests.WaitAsync(PathOf(pod), found => found is null, cancellationToken);
    }

    /// <summary>What a pod's container is at, in words.</summary>
    public static async Task<string> StateAsync(ApiRequests requests, string pod, CancellationToken cancellationToken)
    {
        var found = await requests.FindAsync(PathOf(pod), cancellationToken);
        var status = (found?["status"]?["containerStatuses"] as JsonArray)?.FirstOrDefault();
        return status?["state"]?.ToJsonString() ?? (string?)found?["status"]?["phase"] ?? "there is no such pod";
    }

    private static JsonObject Pod(string name, string component, string image, (string Name, int Number)[] ports, params (string Name, string Value)[] variables) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = Names.SystemNamespace,
            ["labels"] = new JsonObject { [Labels.Name] = name, [Labels.Component] = component, [Labels.PartOf] = "smartbox" },
        },
        ["spec"] = new JsonObject
        {
            ["hostNetwork"] = true,
            ["terminationGracePeriodSeconds"] = 10,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = component,
                ["image"] = $"{image}:dev",
                ["env"] = new JsonArray(
                [
                    Variable("POD_NAMESPACE", Names.SystemNamespace), Variable("POD_NAME", name), Variable("SMARTBOX_LISTEN_ADDRESS", Loopback),
                    .. variables.Select(variable => Variable(variable.Name, variable.Value)),
                ]),
                ["ports"] = new JsonArray([.. ports.Select(port => new JsonObject { ["name"] = port.Name, ["containerPort"] = port.Number, ["hostPort"] = port.Number })]),
                ["startupProbe"] = Probe("/healthz", period: 1, failures: 60),
                ["livenessProbe"] = Probe("/healthz", period: 10, failures: 3),
                ["readinessProbe"] = Probe("/readyz", period: 1, failures: 3),
            }),
        },
    };

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonObject Probe(string path, int period, int failures) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = "health", ["host"] = Loopback },
        ["periodSeconds"] = period,
        ["failureThreshold"] = failures,
        ["timeoutSeconds"] = 5,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
