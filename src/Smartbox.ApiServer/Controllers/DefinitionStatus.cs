using System.Text.Json.Nodes;
using Smartbox.ApiServer.Requests.Objects;

namespace Smartbox.ApiServer.Controllers;

/// <summary>The status of a CustomResourceDefinition.</summary>
internal static class DefinitionStatus
{
    private const string NamesAccepted = "NamesAccepted";
    private const string Established = "Established";
    private const string Terminating = "Terminating";

    public static bool IsEstablished(JsonObject crd) =>
        Conditions(crd).Any(condition => condition.Text("type") == Established && condition.Text("status") == "True");

    /// <param name="crd">The definition.</param>
    /// <param name="conflict">Why its names are not accepted; null when they are.</param>
    /// <param name="now">Time of what is new.</param>
    public static JsonObject Of(JsonObject crd, (string Reason, string Message)? conflict, DateTimeOffset now)
    {
        // Once established it stays so, with the names that were accepted then.
        var wasEstablished = IsEstablished(crd);
        var accepted = conflict is null || wasEstablished;
        var names = conflict is null
            ? Condition(crd, NamesAccepted, true, "NoConflicts", "no conflicts found", now)
            : Condition(crd, NamesAccepted, false, conflict.Value.Reason, conflict.Value.Message, now);
        var established = accepted
            ? Condition(crd, Established, true, "InitialNamesAccepted", "the initial names have been accepted", now)
            : Condition(crd, Established, false, "NotAccepted", "not all names are accepted", now);
        var others = Conditions(crd).Where(condition => condition.Text("type") is not (NamesAccepted or Established)).Select(condition => condition.DeepClone());
        var old = crd[Isolation.Status] as JsonObject;
        var status = new JsonObject
        {
            ["conditions"] = new JsonArray([names, established, .. others]),
            ["acceptedNames"] = conflict is null
                ? crd["spec"]!["names"]!.DeepClone()
                : old?["acceptedNames"]?.DeepClone() ?? new JsonObject { ["plural"] = "", ["kind"] = "" },
        };
        ObjectMeta.SetTexts(status, "storedVersions", StoredVersions(crd, old));
        return status;
    }

    public static void SetTerminating(JsonObject crd, DateTimeOffset now)
    {
        if (crd[Isolation.Status] is not JsonObject status)
        {
            crd[Isolation.Status] = status = [];
        }

        var others = Conditions(crd).Where(condition => condition.Text("type") != Terminating).Select(condition => condition.DeepClone()).ToList();
        var terminating = Condition(crd, Terminating, true, "InstanceDeletionInProgress", "CustomResource deletion is in progress", now);
        status["conditions"] = new JsonArray([.. others, terminating]);
    }

    private static List<string> StoredVersions(JsonObject crd, JsonObject? old)
    {
        List<string> versions = old is null ? [] : [.. ObjectMeta.Texts(old, "storedVersions")];
        foreach (var version in crd["spec"]!["versions"]!.AsArray().OfType<JsonObject>())
        {
            if (version["storage"] is JsonValue storage && storage.TryGetValue<bool>(out var isStorage) && isStorage && version.Text("name") is { } name
                && !versions.Contains(name))
            {
                versions.Add(name);
            }
        }

        return versions;
    }

    private static IEnumerable<JsonObject> Conditions(JsonObject crd) =>
        ((crd[Isolation.Status] as JsonObject)?["conditions"] as JsonArray ?? []).OfType<JsonObject>();

    private static JsonObject Condition(JsonObject crd, string type, bool isTrue, string reason, string message, DateTimeOffset now)
    {
        var status = isTrue ? "True" : "False";
        var old = Conditions(crd).FirstOrDefault(condition => condition.Text("type") == type);
        var since = old?.Text("status") == status ? old.Text("lastTransitionTime") : null;
        return new JsonObject
        {
            ["type"] = type, ["status"] = status, ["lastTransitionTime"] = since ?? ObjectMeta.Format(now), ["reason"] = reason, ["message"] = message,
        };
    }
}
