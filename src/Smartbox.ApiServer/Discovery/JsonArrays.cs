using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Arrays of documents.</summary>
internal static class JsonArrays
{
    public static JsonArray Of(IEnumerable<JsonNode> items) => new([.. items]);

    public static JsonArray Of(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}
