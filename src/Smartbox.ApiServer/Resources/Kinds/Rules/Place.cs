using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Kinds.Rules;

/// <summary>A value in an object and where it stands, so that what is wrong with it can be said.</summary>
/// <param name="Path">Path such as <c>spec.containers[0]</c>; empty for the object.</param>
/// <param name="Node">The value; null when there is none.</param>
internal readonly record struct Place(string Path, JsonNode? Node)
{
    public static Place Of(JsonObject content) => new("", content);

    public Place this[string name] => new(Path.Length == 0 ? name : $"{Path}.{name}", (Node as JsonObject)?[name]);

    public bool Exists => Node is not null;

    public JsonObject? Object => Node as JsonObject;

    /// <summary>Text; empty when there is none.</summary>
    public string Text => Node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    /// <summary>Number; zero when there is none.</summary>
    public long Number => Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetLong(out var number) ? number : 0;

    public bool IsTrue => Node?.GetValueKind() == JsonValueKind.True;

    public bool IsText => Node?.GetValueKind() == JsonValueKind.String;

    /// <summary>Items of a list; none when it is none.</summary>
    public IEnumerable<Place> Items
    {
        get
        {
            if (Node is not JsonArray list) yield break;
            for (var index = 0; index < list.Count; index++) yield return new Place($"{Path}[{index}]", list[index]);
        }
    }

    /// <summary>Entries of a map, by key.</summary>
    public IEnumerable<(string Key, Place Value)> Entries
    {
        get
        {
            if (Node is not JsonObject map) yield break;
            foreach (var (key, value) in map) yield return (key, new Place($"{Path}[{key}]", value));
        }
    }
}
