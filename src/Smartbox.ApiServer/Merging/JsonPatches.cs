using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Merging;

/// <summary>JSON Patch (RFC 6902), with the leniency of the real API server: what is missing in an object reads as null.</summary>
internal static class JsonPatches
{
    /// <value>10,000 operations.</value>
    private const int MaximumOperations = 10_000;

    /// <summary>The patched copy of a document.</summary>
    /// <exception cref="ApiException">413 for too many operations, 400 for what is no operation, 422 for one that fails.</exception>
    public static JsonNode Apply(JsonNode document, JsonArray patch)
    {
        if (patch.Count > MaximumOperations)
        {
            throw new ApiException(
                413,
                "RequestEntityTooLarge",
                $"Request entity is too large: The allowed maximum operations in a JSON patch is {MaximumOperations}, got {patch.Count}");
        }

        JsonNode? patched = document.DeepClone();
        foreach (JsonNode? item in patch)
        {
            JsonObject operation = item as JsonObject ?? throw new ApiException(400, "BadRequest", "error decoding patch: an operation must be an object");
            patched = Apply(patched, operation);
        }

        return patched ?? throw Failed();
    }

    private static JsonNode? Apply(JsonNode? document, JsonObject operation)
    {
        string path = Text(operation, "path");
        switch (Text(operation, "op"))
        {
            case "add":
                return JsonPointer.Parse(path).Add(document, operation["value"]?.DeepClone());
            case "remove":
                JsonPointer.Parse(path).Remove(document);
                return document;
            case "replace":
                return JsonPointer.Parse(path).Replace(document, operation["value"]?.DeepClone());
            case "move":
                JsonPointer from = JsonPointer.Parse(Text(operation, "from"));
                JsonNode? moved = from.Get(document)?.DeepClone();
                from.Remove(document, mayBeMissing: true);
                return JsonPointer.Parse(path).Add(document, moved);
            case "copy":
                return JsonPointer.Parse(path).Add(document, JsonPointer.Parse(Text(operation, "from")).Get(document)?.DeepClone());
            case "test" when JsonNode.DeepEquals(JsonPointer.Parse(path).Get(document), operation["value"]):
                return document;
            default:
                throw Failed();
        }
    }

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue(out string? text) ? text : throw Failed();

    /// <summary>The real server keeps to itself which operation failed and why.</summary>
    internal static ApiException Failed() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request") { Details = [] };
}
