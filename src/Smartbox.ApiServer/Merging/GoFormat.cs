using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>Values as Go's <c>%v</c> shows them, which is how they appear in some of the real server's messages.</summary>
internal static class GoFormat
{
    public static string Text(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Text(field.Value)}"))}]",
        JsonArray list => Text(list.ToList()),
        _ => value.ToString(),
    };

    public static string Text(IEnumerable<IEnumerable<JsonNode?>> lists) => $"[{string.Join(' ', lists.Select(list => Text([.. list])))}]";

    /// <summary>Name of the type that Go reads a value as.</summary>
    public static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "nil",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.Object => "map[string]interface {}",
        _ => "int64",
    };

    private static string Text(List<JsonNode?> list) => $"[{string.Join(' ', list.Select(Text))}]";
}
