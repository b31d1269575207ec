using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Validation;

/// <summary>Finds the item that an item was before. Only lists that are maps can tell.</summary>
internal sealed class ListCorrelation
{
    private readonly Dictionary<string, JsonNode?> _items = [];
    private readonly Schema _schema;

    private ListCorrelation(Schema schema, JsonArray old)
    {
        _schema = schema;
        foreach (var item in old)
        {
            if (Key(schema, item) is { } key)
            {
                _items.TryAdd(key, item);
            }
        }
    }

    public static ListCorrelation? Of(Schema schema, JsonArray old) => schema.ListType == ListType.Map ? new ListCorrelation(schema, old) : null;

    public JsonNode? Find(JsonNode? item) => Key(_schema, item) is { } key ? _items.GetValueOrDefault(key) : null;

    /// <summary>Text that is the same for items with the same keys; null for what is no item of a map.</summary>
    public static string? Key(Schema list, JsonNode? item) => item is not JsonObject map ? null
        : list.ListMapKeys.Count == 1 ? GoText.Value(Part(list, map, list.ListMapKeys[0]))
        : string.Join('\n', list.ListMapKeys.Select(name => GoText.Value(Part(list, map, name))));

    private static JsonNode? Part(Schema list, JsonObject map, string name) =>
        map.TryGetPropertyValue(name, out var part) ? part : list.Items?.Properties.GetValueOrDefault(name)?.Default;
}
