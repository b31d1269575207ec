using System.Text.Json.Nodes;

namespace Smartbox.Conformance.Tests.Transcripts;

/// <summary>Puts the causes of a Status into one order: the real server goes through properties in the order of a Go map, which is another each time.</summary>
internal static class CauseOrder
{
    public static void Sort(JsonNode? node)
    {
        if (node is not JsonObject || node["details"] is not JsonObject details || details["causes"] is not JsonArray { Count: > 1 } causes)
        {
            return;
        }

        var sorted = causes.OrderBy(Text, StringComparer.Ordinal).Select(cause => cause!.DeepClone()).ToList();
        var message = (string?)node["message"] ?? "";
        var start = message.IndexOf('[', StringComparison.Ordinal);
        var joined = string.Join(", ", sorted.Select(Text));
        // Only a message that consists of these causes is written anew.
        if (start >= 0 && message[start..] == $"[{string.Join(", ", causes.Select(Text))}]")
        {
            node["message"] = $"{message[..start]}[{joined}]";
        }

        details["causes"] = new JsonArray([.. sorted]);
    }

    private static string Text(JsonNode? cause) => $"{(string?)cause!["field"]}: {(string?)cause["message"]}";
}
