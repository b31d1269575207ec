using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of deployments and their like, and of disruption budgets.</summary>
internal static class WorkloadColumns
{
    private static readonly PrinterColumn Containers = Column.Wide("Containers", value => Joined(value, "name"));
    private static readonly PrinterColumn Images = Column.Wide("Images", value => Joined(value, "image"));
    private static readonly PrinterColumn Selector = Column.Wide("Selector", value => Column.Selector(value["spec"]?["selector"]));
    private static readonly PrinterColumn Ready = Column.Text(
        "Ready", value => $"{Column.ReadNumber(value, "status.readyReplicas")}/{Column.ReadNumber(value, "spec.replicas")}");

    public static readonly IReadOnlyList<PrinterColumn> Deployments =
    [
        Ready,
        Column.Count("Up-to-date", value => Column.ReadNumber(value, "status.updatedReplicas")),
        Column.Count("Available", value => Column.ReadNumber(value, "status.availableReplicas")),
        Column.Age, Containers, Images, Selector,
    ];

    public static readonly IReadOnlyList<PrinterColumn> ReplicaSets =
    [
        Column.Number("Desired", "spec.replicas"), Column.Number("Current", "status.replicas"), Column.Number("Ready", "status.readyReplicas"),
        Column.Age, Containers, Images, Selector,
    ];

    public static readonly IReadOnlyList<PrinterColumn> StatefulSets = [Ready, Column.Age, Containers, Images];

    public static readonly IReadOnlyList<PrinterColumn> DaemonSets =
    [
        Column.Number("Desired", "status.desiredNumberScheduled"),
        Column.Number("Current", "status.currentNumberScheduled"),
        Column.Number("Ready", "status.numberReady"),
        Column.Number("Up-to-date", "status.updatedNumberScheduled"),
        Column.Number("Available", "status.numberAvailable"),
        Column.Text("Node Selector", value => Column.Labels(value["spec"]?["template"]?["spec"]?["nodeSelector"])),
        Column.Age, Containers, Images, Selector,
    ];

    public static readonly IReadOnlyList<PrinterColumn> Budgets =
    [
        Column.Text("Min Available", value => value["spec"]?["minAvailable"]?.ToString() ?? "N/A"),
        Column.Text("Max Unavailable", value => value["spec"]?["maxUnavailable"]?.ToString() ?? "N/A"),
        Column.Number("Allowed Disruptions", "status.disruptionsAllowed"),
        Column.Age,
    ];

    private static string Joined(JsonObject value, string name) =>
        string.Join(',', value["spec"]?["template"]?["spec"].List("containers").Select(container => container.Text(name)) ?? []);
}
