using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds.Rules;

namespace Smartbox.ApiServer.Resources.Kinds.Pods;

/// <summary>What of a pod may change: images, a shorter deadline, more tolerations, and its node while it has none.</summary>
/// <remarks>The binding and resize subresources change node and resources through here too: both are allowed only as they change them.</remarks>
internal static class PodUpdateValidation
{
    private const string Rule = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    public static void Check(Place spec, JsonObject old, Problems problems)
    {
        foreach (var list in (string[])["containers", "initContainers"])
        {
            if (Count(spec.Object!, list) == Count(old, list)) continue;
            problems.Forbidden(spec[list], $"pod updates may not add or remove {(list == "containers" ? "containers" : "init containers")}");
            return;
        }
        CheckDeadline(spec["activeDeadlineSeconds"], old["activeDeadlineSeconds"], problems);
        var tolerations = spec["tolerations"];
        if (!Keys(old["tolerations"]).All(Keys(tolerations.Node).Contains))
            problems.Forbidden(tolerations, "existing toleration can not be modified except its tolerationSeconds");
        if (problems.Count > 0) return;

        var (wanted, given) = (Fixed(spec.Object!), Fixed(old));
        if (given["terminationGracePeriodSeconds"]?.ToJsonString().StartsWith('-') == true && wanted["terminationGracePeriodSeconds"]?.ToJsonString() == "1")
            given["terminationGracePeriodSeconds"] = 1;
        if (JsonNode.DeepEquals(wanted, given)) return;
        problems.Forbidden(spec, Rule + "\n" + Difference(wanted, given));
    }

    private static void CheckDeadline(Place deadline, JsonNode? old, Problems problems)
    {
        if (old is null) return;
        if (!deadline.Exists) problems.Invalid(deadline, "must not update from a positive integer to nil value");
        else if (deadline.Number > new Place("", old).Number) problems.Invalid(deadline, $"must be less than or equal to previous value");
    }

    private static int Count(JsonObject spec, string list) => (spec[list] as JsonArray)?.Count ?? 0;

    /// <summary>Tolerations without what of them may change.</summary>
    private static HashSet<string> Keys(JsonNode? tolerations) =>
        [.. (tolerations as JsonArray ?? []).OfType<JsonObject>().Select(toleration => string.Join('\n', Parts(toleration)))];

    private static string?[] Parts(JsonObject toleration) => [toleration.Text("key"), toleration.Text("operator"), toleration.Text("value"), toleration.Text("effect")];

    /// <summary>A spec without what of it may change.</summary>
    private static JsonObject Fixed(JsonObject spec)
    {
        var rest = spec.DeepClone().AsObject();
        rest.Remove("activeDeadlineSeconds");
        rest.Remove("tolerations");
        foreach (var container in rest.List("containers").Concat(rest.List("initContainers"))) container.Remove("image");
        return rest;
    }

    /// <summary>The fields that differ, a line each: old with a minus, new with a plus.</summary>
    private static string Difference(JsonObject wanted, JsonObject given)
    {
        var lines = given.Select(field => field.Key).Union(wanted.Select(field => field.Key)).Where(name => !JsonNode.DeepEquals(given[name], wanted[name]))
            .SelectMany(name => new[] { Line('-', name, given[name]), Line('+', name, wanted[name]) }).OfType<string>();
        return string.Join('\n', lines);
    }

    private static string? Line(char sign, string name, JsonNode? value) => value is null ? null : $"{sign} {name}: {value.ToJsonString(Text.Relaxed)}";
}
