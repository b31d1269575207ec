using System.Net;
using System.Net.Sockets;
using k8s.Models;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>Allowed destinations as network policies write them. Link-local addresses, where clouds keep node credentials, stay closed in any wider range.</summary>
internal static class EgressRules
{
    private static readonly IPNetwork s_linkLocal4 = IPNetwork.Parse("169.254.0.0/16");
    private static readonly IPNetwork s_linkLocal6 = IPNetwork.Parse("fe80::/10");

    public static V1NetworkPolicyEgressRule Build(EgressRule rule, int? defaultPort)
    {
        IList<int> ports = rule.Ports is { Count: > 0 } ? rule.Ports : defaultPort is { } port ? [port] : [];
        return new V1NetworkPolicyEgressRule
        {
            To = [Block(rule.Cidr, rule.Except ?? [])],
            Ports = ports.Count > 0 ? [.. ports.Select(Tcp)] : null,
        };
    }

    public static V1NetworkPolicyPeer Block(string cidr, IEnumerable<string> except)
    {
        List<string> closed = [.. except];
        if (IPNetwork.TryParse(cidr, out var range))
        {
            var linkLocal = range.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? s_linkLocal4 : s_linkLocal6;
            if (range.PrefixLength < linkLocal.PrefixLength && range.Contains(linkLocal.BaseAddress) && !closed.Any(Covers(linkLocal)))
            {
                closed.Add(linkLocal.ToString());
            }
        }

        return new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = cidr, Except = closed.Count > 0 ? closed : null } };
    }

    public static V1NetworkPolicyPort Tcp(int port) => new() { Port = port, Protocol = "TCP" };

    private static Func<string, bool> Covers(IPNetwork network) => text =>
        IPNetwork.TryParse(text, out var range) && range.BaseAddress.AddressFamily == network.BaseAddress.AddressFamily
        && range.PrefixLength <= network.PrefixLength && range.Contains(network.BaseAddress);
}
