using System.Text.Json.Nodes;

namespace Smartbox.Cli.Describe;

/// <summary>Who an object is.</summary>
internal static class Metadata
{
    public static void Write(DescriptionPage page, JsonObject content)
    {
        var metadata = content["metadata"];
        page.Fact("Name", (string?)metadata?["name"]);
        page.Fact("Namespace", (string?)metadata?["namespace"]);
        page.Fact("Kind", $"{(string?)content["kind"]} ({(string?)content["apiVersion"]})");
        page.Fact("Created", $"{(string?)metadata?["creationTimestamp"]} ({page.Ago(metadata?["creationTimestamp"])})");
        WriteMaps(page, metadata);
    }

    /// <summary>Labels, annotations, owners, and what holds up its end.</summary>
    public static void WriteMaps(DescriptionPage page, JsonNode? metadata)
    {
        page.Fact("Labels", Lines(metadata?["labels"], '='));
        page.Fact("Annotations", Lines(metadata?["annotations"], ':'));
        page.Fact("Owned by", string.Join('\n', Items(metadata?["ownerReferences"]).Select(owner => $"{(string?)owner["kind"]}/{(string?)owner["name"]}")));
        if (metadata?["deletionTimestamp"] is { } deletion)
        {
            page.Fact("Deleted", page.Ago(deletion));
            page.Fact("Waits for", string.Join('\n', (metadata["finalizers"] as JsonArray ?? []).Select(finalizer => (string?)finalizer)));
        }
    }

    private static string Lines(JsonNode? map, char separator) => string.Join(
        '\n', (map as JsonObject ?? []).Select(member => $"{member.Key}{separator}{(separator == ':' ? " " : "")}{(string?)member.Value}"));

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();
}
