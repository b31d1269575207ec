using System.Net;
using System.Net.Sockets;
using k8s.Models;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>The way to the buckets: an endpoint given by address opens itself, <c>spec.egress</c> says the rest, and a name without either means a public address.</summary>
internal static class StoreEgress
{
    private static readonly string[] s_private4 = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"];
    private static readonly string[] s_private6 = ["fc00::/7", "fe80::/10"];

    public static IEnumerable<V1NetworkPolicyEgressRule> Rules(IEnumerable<SmartboxStoreResource> stores) => stores
        .OrderBy(store => store.Metadata.Name, StringComparer.Ordinal)
        .SelectMany(Rules)
        .DistinctBy(Fingerprint.Of);

    private static IEnumerable<V1NetworkPolicyEgressRule> Rules(SmartboxStoreResource store)
    {
        if (store.Spec.S3 is null || !Uri.TryCreate(store.Spec.S3.Endpoint, UriKind.Absolute, out var endpoint))
        {
            yield break;
        }

        var byAddress = IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out var address);
        if (byAddress)
        {
            var length = address!.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            yield return To(endpoint.Port, new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = $"{address}/{length}" } });
        }

        foreach (var rule in store.Spec.Egress ?? [])
        {
            yield return EgressRules.Build(rule, endpoint.Port);
        }

        if (!byAddress && store.Spec.Egress is not { Count: > 0 })
        {
            yield return To(endpoint.Port, EgressRules.Block("0.0.0.0/0", s_private4), EgressRules.Block("::/0", s_private6));
        }
    }

    private static V1NetworkPolicyEgressRule To(int port, params V1NetworkPolicyPeer[] peers) => new() { To = peers, Ports = [EgressRules.Tcp(port)] };
}
