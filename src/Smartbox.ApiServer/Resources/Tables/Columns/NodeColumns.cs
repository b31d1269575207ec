using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of nodes and namespaces.</summary>
internal static class NodeColumns
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string Unknown = "<unknown>";

    public static readonly IReadOnlyList<PrinterColumn> Namespaces = [Column.Text("Status", value => value["status"].Text("phase")), Column.Age];

    public static readonly IReadOnlyList<PrinterColumn> Nodes =
    [
        Column.Text("Status", Status),
        Column.Text("Roles", Roles),
        Column.Age,
        Column.Text("Version", node => node["status"]?["nodeInfo"].Text("kubeletVersion")),
        Column.Wide("Internal-IP", node => Address(node, "InternalIP")),
        Column.Wide("External-IP", node => Address(node, "ExternalIP")),
        Column.Wide("OS-Image", node => OrUnknown(node["status"]?["nodeInfo"].Text("osImage"))),
        Column.Wide("Kernel-Version", Kernel),
        Column.Wide("Container-Runtime", node => OrUnknown(node["status"]?["nodeInfo"].Text("containerRuntimeVersion"))),
    ];

    private static string Status(JsonObject node)
    {
        var ready = node["status"].List("conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var status = ready is null ? "Unknown" : ready.Text("status") == "True" ? "Ready" : "NotReady";
        return node["spec"].IsTrue("unschedulable") ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonObject node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in node["metadata"]?["labels"] as JsonObject ?? [])
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length) roles.Add(key[RolePrefix.Length..]);
            else if (key == "kubernetes.io/role" && value?.ToString() is { Length: > 0 } role) roles.Add(role);
        return Column.OrNone(string.Join(',', roles));
    }

    private static string Address(JsonObject node, string type) =>
        Column.OrNone(node["status"].List("addresses").FirstOrDefault(address => address.Text("type") == type).Text("address"));

    private static string Kernel(JsonObject node)
    {
        var info = node["status"]?["nodeInfo"];
        if (info.Text("kernelVersion") is not { Length: > 0 } kernel) return Unknown;
        return info.Text("architecture") is { Length: > 0 } architecture ? $"{kernel} ({architecture})" : kernel;
    }

    private static string OrUnknown(string? text) => string.IsNullOrEmpty(text) ? Unknown : text;
}
