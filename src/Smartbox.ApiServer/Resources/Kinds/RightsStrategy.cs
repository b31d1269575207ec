using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Roles and their bindings. They are kept for charts that have them; the one user may do everything.</summary>
internal static class RightsStrategy
{
    private const string Group = "rbac.authorization.k8s.io";

    public static readonly ResourceStrategy Role = new() { Validate = (role, _) => CheckRules(Place.Of(role), mayNameUrls: false), Warnings = Warn };

    public static readonly ResourceStrategy ClusterRole = new() { Validate = (role, _) => CheckRules(Place.Of(role), mayNameUrls: true), Warnings = Warn };

    public static readonly ResourceStrategy Binding = new() { Default = DefaultBinding, Validate = CheckBinding, Warnings = Warn };

    private static IEnumerable<string> Warn(JsonObject value) =>
        [$"{value.Text("kind")} \"{value["metadata"].Text("name")}\" is kept, but not enforced here: the one user may do everything"];

    private static void DefaultBinding(JsonObject binding)
    {
        if (binding["roleRef"] is JsonObject role) role.DefaultText("apiGroup", Group);
        foreach (var subject in binding.List("subjects"))
            if (subject.Text("kind") is "User" or "Group") subject.DefaultText("apiGroup", Group);
    }

    private static Problems CheckRules(Place role, bool mayNameUrls)
    {
        var problems = new Problems();
        foreach (var rule in role["rules"].Items)
        {
            if (mayNameUrls && rule["nonResourceURLs"].Items.Any()) continue;
            if (!rule["apiGroups"].Items.Any()) problems.Required(rule["apiGroups"], "resource rules must supply at least one api group");
            if (!rule["resources"].Items.Any()) problems.Required(rule["resources"], "resource rules must supply at least one resource");
        }
        return problems;
    }

    private static Problems CheckBinding(JsonObject binding, JsonObject? old)
    {
        var problems = new Problems();
        var place = Place.Of(binding);
        var kind = place["roleRef"]["kind"];
        if (kind.Text is not ("Role" or "ClusterRole")) problems.Unsupported(kind, JsonValue.Create(kind.Text), "Role", "ClusterRole");
        foreach (var subject in place["subjects"].Items)
            if (subject["kind"].Text is not ("ServiceAccount" or "User" or "Group"))
                problems.Unsupported(subject["kind"], JsonValue.Create(subject["kind"].Text), "ServiceAccount", "User", "Group");
        if (old is not null && !JsonNode.DeepEquals(place["roleRef"].Node, old["roleRef"])) problems.Invalid(place["roleRef"], "field is immutable");
        return problems;
    }
}
