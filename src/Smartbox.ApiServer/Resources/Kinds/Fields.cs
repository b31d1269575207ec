using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds;

/// <summary>Reading and defaulting fields of objects.</summary>
internal static class Fields
{
    /// <returns>Text of a field; null when there is none.</returns>
    public static string? Text(this JsonNode? content, string name) =>
        (content as JsonObject)?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool IsTrue(this JsonNode? content, string name) =>
        (content as JsonObject)?[name]?.GetValueKind() == System.Text.Json.JsonValueKind.True;

    /// <returns>Objects in a list; none when there is no list.</returns>
    public static IEnumerable<JsonObject> List(this JsonNode? content, string name) =>
        ((content as JsonObject)?[name] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Sets what is absent.</summary>
    public static void Default(this JsonObject content, string name, JsonNode value)
    {
        if (content[name] is null) content[name] = value;
    }

    /// <summary>As <see cref="Default"/>, where empty text counts as absent too.</summary>
    public static void DefaultText(this JsonObject content, string name, string value)
    {
        if (string.IsNullOrEmpty(content.Text(name))) content[name] = value;
    }

    /// <returns>The object of a field, made when it is absent.</returns>
    public static JsonObject Child(this JsonObject content, string name)
    {
        if (content[name] is JsonObject child) return child;
        child = [];
        content[name] = child;
        return child;
    }
}
