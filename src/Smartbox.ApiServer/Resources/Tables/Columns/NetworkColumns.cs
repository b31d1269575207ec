using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of services, endpoints, slices and network policies.</summary>
internal static class NetworkColumns
{
    public static readonly IReadOnlyList<PrinterColumn> Services =
    [
        Column.Text("Type", service => service["spec"].Text("type")),
        Column.Text("Cluster-IP", service => Column.OrNone((service["spec"]?["clusterIPs"] as JsonArray)?.FirstOrDefault()?.ToString())),
        Column.Text("External-IP", ExternalAddress),
        Column.Text("Port(s)", service => Column.OrNone(string.Join(',', service["spec"].List("ports").Select(Port)))),
        Column.Age,
        Column.Wide("Selector", service => Column.Labels(service["spec"]?["selector"])),
    ];

    public static readonly IReadOnlyList<PrinterColumn> Endpoints =
    [
        Column.Text("Endpoints", endpoints => Column.Shortened([.. endpoints.List("subsets").SelectMany(Addresses)], Column.None)),
        Column.Age,
    ];

    public static readonly IReadOnlyList<PrinterColumn> Slices =
    [
        Column.Text("AddressType", slice => slice.Text("addressType")),
        Column.Text("Ports", slice => Column.Shortened([.. slice.List("ports").Select(port => port["port"]?.ToString() ?? "*")], Column.Unset)),
        Column.Text("Endpoints", slice => Column.Shortened(
            [.. slice.List("endpoints").SelectMany(endpoint => endpoint["addresses"] as JsonArray ?? []).Select(address => address!.ToString())], Column.Unset)),
        Column.Age,
    ];

    public static readonly IReadOnlyList<PrinterColumn> Policies = [Column.Text("Pod-Selector", policy => Column.Selector(policy["spec"]?["podSelector"])), Column.Age];

    private static string ExternalAddress(JsonObject service)
    {
        var spec = service["spec"];
        if (spec.Text("type") == "ExternalName") return spec.Text("externalName") ?? "";
        var given = (spec?["externalIPs"] as JsonArray ?? []).Select(address => address!.ToString());
        if (spec.Text("type") != "LoadBalancer") return Column.OrNone(string.Join(',', given));
        var balanced = service["status"]?["loadBalancer"].List("ingress").Select(ingress => ingress.Text("ip") ?? ingress.Text("hostname") ?? "") ?? [];
        return string.Join(',', balanced.Concat(given)) is { Length: > 0 } addresses ? addresses : "<pending>";
    }

    private static string Port(JsonObject port) =>
        port["nodePort"] is { } node ? $"{port["port"]}:{node}/{port.Text("protocol")}" : $"{port["port"]}/{port.Text("protocol")}";

    private static IEnumerable<string> Addresses(JsonObject subset)
    {
        var ports = subset.List("ports").Select(port => $":{port["port"]}").DefaultIfEmpty("").ToList();
        return subset.List("addresses").SelectMany(address => ports.Select(port => address.Text("ip") + port));
    }
}
