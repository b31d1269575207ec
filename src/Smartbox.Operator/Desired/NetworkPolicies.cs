using k8s.Models;
using Smartbox.Api;
using Smartbox.Api.Resources;
using Smartbox.Protocol;

namespace Smartbox.Operator.Desired;

/// <summary>Default deny both ways for the boxes of a namespace, and what types and single boxes may reach beyond it.</summary>
internal static class NetworkPolicies
{
    /// <summary>The policy of all boxes of a namespace: sessions and control come in, DNS and the bucket go out.</summary>
    /// <param name="ns">Namespace of the boxes.</param>
    /// <param name="operatorNamespace">Where operator and gateway run.</param>
    /// <param name="stores">Stores of the namespace's boxes.</param>
    /// <param name="version">Version of the operator.</param>
    public static V1NetworkPolicy Default(string ns, string operatorNamespace, IEnumerable<SmartboxStoreResource> stores, string version) => Policy(
        Ownership.NamespaceChild(ns, Names.NetworkPolicy, "network", version),
        new V1NetworkPolicySpec
        {
            PodSelector = new V1LabelSelector { MatchExpressions = [new V1LabelSelectorRequirement { Key = Labels.Box, OperatorProperty = "Exists" }] },
            PolicyTypes = ["Ingress", "Egress"],
            Ingress = [From(operatorNamespace, "gateway", PodContract.RelayPort), From(operatorNamespace, "operator", PodContract.ControlPort)],
            Egress = [Dns(), .. StoreEgress.Rules(stores)],
        });

    public static string TypePolicyName(string type) => $"smartbox-type-{type}";

    /// <summary>What the boxes of one type may reach.</summary>
    /// <returns>Null when the type has no destinations of its own.</returns>
    public static V1NetworkPolicy? ForType(string ns, SmartboxTypeResource type, string version) => type.Spec.Egress is { Count: > 0 } rules
        ? Policy(
            Ownership.NamespaceChild(ns, TypePolicyName(type.Metadata.Name), "network", version),
            EgressOnly(new Dictionary<string, string> { [Labels.Type] = type.Metadata.Name }, rules))
        : null;

    /// <summary>What one box may reach.</summary>
    /// <returns>Null when it has no destinations of its own.</returns>
    public static V1NetworkPolicy? ForBox(BoxPlan plan, string version) => plan.Box.Spec.Network?.Egress is { Count: > 0 } rules
        ? Policy(
            Ownership.BoxChild(plan, plan.Name, "network", version, owned: true),
            EgressOnly(new Dictionary<string, string> { [Labels.Box] = plan.Name }, rules))
        : null;

    private static V1NetworkPolicy Policy(V1ObjectMeta metadata, V1NetworkPolicySpec spec) =>
        new() { ApiVersion = "networking.k8s.io/v1", Kind = V1NetworkPolicy.KubeKind, Metadata = metadata, Spec = spec };

    private static V1NetworkPolicySpec EgressOnly(Dictionary<string, string> labels, IEnumerable<EgressRule> rules) => new()
    {
        PodSelector = new V1LabelSelector { MatchLabels = labels },
        PolicyTypes = ["Egress"],
        Egress = [.. rules.Select(rule => EgressRules.Build(rule, defaultPort: null))],
    };

    private static V1NetworkPolicyIngressRule From(string ns, string component, int port) => new()
    {
        FromProperty =
        [
            new V1NetworkPolicyPeer
            {
                NamespaceSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = ns } },
                PodSelector = new V1LabelSelector
                {
                    MatchLabels = new Dictionary<string, string> { [Labels.Component] = component, [Labels.PartOf] = Ownership.PartOf },
                },
            },
        ],
        Ports = [EgressRules.Tcp(port)],
    };

    private static V1NetworkPolicyEgressRule Dns() => new()
    {
        To = [new V1NetworkPolicyPeer { NamespaceSelector = new V1LabelSelector() }],
        Ports = [new V1NetworkPolicyPort { Port = 53, Protocol = "UDP" }, EgressRules.Tcp(53)],
    };
}
