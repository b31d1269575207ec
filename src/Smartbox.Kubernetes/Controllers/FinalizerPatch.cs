using System.Text.Json.Nodes;
using k8s.Models;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>
/// JSON patches that change one entry of <c>metadata.finalizers</c> and test what they found there first, so that a change by anyone else
/// in between makes them fail (422) instead of hitting a foreign finalizer. A server-side apply would do for adding, but then the same manager
/// could apply nothing else of the object without losing it.
/// </summary>
internal static class FinalizerPatch
{
    private const string Path = "/metadata/finalizers";

    public static V1Patch Add(IList<string>? present, IEnumerable<string> identifiers)
    {
        var operations = new JsonArray { Operation("test", Path, present is { Count: > 0 } ? List(present) : null) };
        if (present is not { Count: > 0 })
        {
            operations.Add(Operation("add", Path, new JsonArray()));
        }

        foreach (var identifier in identifiers)
        {
            operations.Add(Operation("add", Path + "/-", identifier));
        }

        return Patch(operations);
    }

    public static V1Patch Remove(IList<string> present, string identifier)
    {
        var place = $"{Path}/{present.IndexOf(identifier)}";
        return Patch([Operation("test", place, identifier), new JsonObject { ["op"] = "remove", ["path"] = place }]);
    }

    private static JsonObject Operation(string op, string path, JsonNode? value) => new() { ["op"] = op, ["path"] = path, ["value"] = value };

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(v => (JsonNode)v)];

    private static V1Patch Patch(JsonArray operations) => new(operations.ToJsonString(), V1Patch.PatchType.JsonPatch);
}
