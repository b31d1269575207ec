using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Tables;

/// <summary>Cells of custom resources: a value as the column's type wants it, null where it is of another type.</summary>
internal static class CustomCells
{
    public static JsonNode? Of(JsonNode? value, string type, DateTimeOffset now) => type switch
    {
        _ when value is null => null,
        "string" => JsonValue.Create(value.ToString()),
        "integer" when value.GetValueKind() == JsonValueKind.Number =>
            JsonValue.Create((long)double.Parse(value.ToJsonString(), NumberStyles.Float)),
        "number" when value.GetValueKind() == JsonValueKind.Number => value.DeepClone(),
        "boolean" when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.DeepClone(),
        "date" when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Ages.Of(value.GetValue<string>(), now)),
        _ => null,
    };
}
