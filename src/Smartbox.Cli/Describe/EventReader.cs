using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;
using Smartbox.Cli.Objects;

namespace Smartbox.Cli.Describe;

/// <summary>Reads what happened to an object.</summary>
internal sealed class EventReader(ApiClient client, ResourceKinds kinds)
{
    /// <summary>Events in order of time; none where the caller may not read them.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadAsync(ResourceKind kind, JsonObject content, CancellationToken cancellationToken)
    {
        var metadata = content["metadata"];
        var name = (string?)metadata?["name"] ?? "";
        // Events of objects without a namespace are in the namespace "default", by whoever reports them with the uid or without.
        var selector = $"involvedObject.kind={kind.Kind},involvedObject.name={name}" + (kind.IsNamespaced ? $",involvedObject.uid={(string?)metadata?["uid"]}" : "");
        try
        {
            var target = new ObjectTarget(kinds.Require("v1", "Event"), null);
            var path = target.Kind.Path((string?)metadata?["namespace"] ?? "default") + QueryText.Of(("fieldSelector", selector));
            var list = await client.GetAsync(path, $"read the events of {kind.NameOf(name)}", cancellationToken);
            return [.. (list["items"] as JsonArray ?? []).OfType<JsonObject>().OrderBy(item => (string?)LastSeen(item), StringComparer.Ordinal)];
        }
        catch (CliException e) when (e.ExitCode is ExitCodes.NotAllowed or ExitCodes.NotFound)
        {
            return [];
        }
    }

    /// <summary>When it happened last; events of both generations of the API say it in fields of their own.</summary>
    public static JsonNode? LastSeen(JsonObject item) =>
        item["series"]?["lastObservedTime"] ?? item["lastTimestamp"] ?? item["eventTime"] ?? item["metadata"]?["creationTimestamp"];
}
