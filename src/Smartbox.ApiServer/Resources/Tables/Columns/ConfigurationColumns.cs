using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of config maps, secrets, leases and priority classes.</summary>
internal static class ConfigurationColumns
{
    public static readonly IReadOnlyList<PrinterColumn> ConfigMaps = [Column.Count("Data", value => Count(value["data"]) + Count(value["binaryData"])), Column.Age];

    public static readonly IReadOnlyList<PrinterColumn> Secrets =
        [Column.Text("Type", value => value.Text("type")), Column.Count("Data", value => Count(value["data"])), Column.Age];

    public static readonly IReadOnlyList<PrinterColumn> Leases = [Column.Text("Holder", value => value["spec"].Text("holderIdentity")), Column.Age];

    public static readonly IReadOnlyList<PrinterColumn> PriorityClasses =
    [
        Column.Number("Value", "value"),
        new("Global-Default", "boolean", (value, _) => JsonValue.Create(value.IsTrue("globalDefault"))),
        Column.Age,
        Column.Text("PreemptionPolicy", value => value.Text("preemptionPolicy")),
    ];

    private static int Count(JsonNode? map) => (map as JsonObject)?.Count ?? 0;
}
