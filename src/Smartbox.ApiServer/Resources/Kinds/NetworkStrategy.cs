using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Pods;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Network policies, which are kept and not enforced, and endpoint slices.</summary>
internal static class NetworkStrategy
{
    public static readonly ResourceStrategy Policy = new()
    {
        Default = DefaultPolicy,
        Validate = ValidatePolicy,
        Warnings = policy => [$"NetworkPolicy \"{policy["metadata"].Text("name")}\" is kept, but not enforced here: processes of one machine reach each other"],
    };

    public static readonly ResourceStrategy EndpointSlice = new()
    {
        Default = slice =>
        {
            foreach (var port in slice.List("ports"))
            {
                port.Default("name", "");
                port.DefaultText("protocol", "TCP");
            }
        },
        Validate = (slice, _) =>
        {
            var problems = new Problems();
            problems.OneOf(Place.Of(slice)["addressType"], "FQDN", "IPv4", "IPv6");
            return problems;
        },
    };

    private static void DefaultPolicy(JsonObject policy)
    {
        var spec = policy.Child("spec");
        foreach (var port in spec.List("ingress").Concat(spec.List("egress")).SelectMany(rule => rule.List("ports"))) port.DefaultText("protocol", "TCP");
        if (spec["policyTypes"] is not null) return;
        spec["policyTypes"] = spec["egress"] is null ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress");
    }

    private static Problems ValidatePolicy(JsonObject policy, JsonObject? old)
    {
        var problems = new Problems();
        var spec = Place.Of(policy)["spec"];
        foreach (var (list, peers) in ((string, string)[])[("ingress", "from"), ("egress", "to")])
            foreach (var rule in spec[list].Items)
            {
                foreach (var port in rule["ports"].Items)
                {
                    problems.OneOf(port["protocol"], "SCTP", "TCP", "UDP");
                    if (port["port"].Exists) PortValidation.CheckReference(port["port"], problems);
                }
                foreach (var peer in rule[peers].Items)
                    if (peer.Object is { Count: 0 }) problems.Required(peer, "must specify a peer");
            }
        foreach (var type in spec["policyTypes"].Items) problems.OneOf(type, "Ingress", "Egress");
        return problems;
    }
}
