using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>Whether two JSON values are the same, whatever the order of properties.</summary>
/// <remarks><see cref="JsonNode.DeepEquals"/> serialises what was parsed here and built there; this compares such texts directly.</remarks>
internal static class JsonEquality
{
    public static bool Same(JsonNode? left, JsonNode? right)
    {
        if (ReferenceEquals(left, right)) return true;

        switch (left, right)
        {
            case (JsonObject a, JsonObject b):
                if (a.Count != b.Count) return false;

                foreach ((string name, JsonNode? value) in a)
                {
                    if (!b.TryGetPropertyValue(name, out JsonNode? other) || !Same(value, other)) return false;
                }

                return true;
            case (JsonArray a, JsonArray b):
                if (a.Count != b.Count) return false;

                for (int i = 0; i < a.Count; i++)
                {
                    if (!Same(a[i], b[i])) return false;
                }

                return true;
            case (JsonValue a, JsonValue b):
                JsonValueKind kind = a.GetValueKind();

                return kind == b.GetValueKind() && kind switch
                {
                    JsonValueKind.String => SameText(a, b),
                    JsonValueKind.Number => JsonNode.DeepEquals(a, b),
                    _ => true,
                };
            default:
                return false;
        }
    }

    /// <summary>Without making texts of what is still in the bytes that it was read from.</summary>
    private static bool SameText(JsonValue left, JsonValue right)
    {
        bool isRead = left.TryGetValue(out JsonElement a);
        if (right.TryGetValue(out JsonElement b)) return isRead ? JsonElement.DeepEquals(a, b) : b.ValueEquals(left.GetValue<string>());

        return isRead ? a.ValueEquals(right.GetValue<string>()) : left.GetValue<string>() == right.GetValue<string>();
    }
}
