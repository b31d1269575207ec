using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of custom resource definitions.</summary>
internal static class DefinitionColumns
{
    public static readonly IReadOnlyList<PrinterColumn> All =
    [
        Column.Text("Scope", definition => definition["spec"].Text("scope")),
        Column.Text("Versions", definition => string.Join(',', definition["spec"].List("versions").Where(version => version.IsTrue("served") || version.IsTrue("storage")).Select(Version))),
        Column.CreatedAt,
        Column.Wide("Group", definition => definition["spec"].Text("group")),
        Column.Wide("Kind", definition => definition["spec"]?["names"].Text("kind")),
        Column.Wide("ShortNames", definition => string.Join(',', (definition["spec"]?["names"]?["shortNames"] as JsonArray ?? []).Select(name => name!.ToString()))),
        new("Established", "boolean", (definition, _) => JsonValue.Create(
            definition["status"].List("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True"))) { Priority = 1 },
    ];

    private static string Version(JsonObject version)
    {
        var notes = new List<string>();
        if (version.IsTrue("storage")) notes.Add("storage");
        if (version.IsTrue("deprecated")) notes.Add("deprecated");
        if (!version.IsTrue("served")) notes.Add("unserved");
        return notes.Count == 0 ? version.Text("name")! : $"{version.Text("name")}({string.Join(',', notes)})";
    }
}
