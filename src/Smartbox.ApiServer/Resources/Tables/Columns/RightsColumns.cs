using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of roles and bindings.</summary>
internal static class RightsColumns
{
    public static readonly IReadOnlyList<PrinterColumn> Roles = [Column.CreatedAt];

    public static readonly IReadOnlyList<PrinterColumn> Bindings =
    [
        Column.Text("Role", binding => $"{binding["roleRef"].Text("kind")}/{binding["roleRef"].Text("name")}"),
        Column.Age,
        Column.Wide("Users", binding => Subjects(binding, "User")),
        Column.Wide("Groups", binding => Subjects(binding, "Group")),
        Column.Wide("ServiceAccounts", binding => Subjects(binding, "ServiceAccount")),
    ];

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.List("subjects").Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));
}
