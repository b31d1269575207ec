using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Merging;

/// <summary>A list that strategic merge patches merge: a set of scalars, or maps with a key.</summary>
internal sealed class StrategicList(Schema schema)
{
    private string? MergeKey => schema.PatchMergeKey;

    /// <summary>The patch's items in its order; those of the list alone keep their places between them.</summary>
    public JsonArray Merge(JsonArray original, JsonArray patch)
    {
        List<JsonNode?> server = Take(original);
        List<JsonNode?> patched = Take(patch);
        List<JsonNode?> merged = MergeItems(server, patched, out bool isReplaced);

        return isReplaced ? Of(merged) : Ordered(merged, server, patched);
    }

    /// <summary>The same in an order that the patch gives for all items that it knows.</summary>
    public JsonArray MergeInOrder(JsonArray original, JsonArray patch, JsonArray order)
    {
        CheckOrder(patch, order);
        List<JsonNode?> before = [.. original.Select(item => item?.DeepClone())];
        List<JsonNode?> merged = MergeItems(Take(original), Take(patch), out _);

        return Ordered(merged, before, [.. order]);
    }

    /// <param name="server">Items as they are; those that the patch deletes are taken out.</param>
    /// <param name="patch">Items of the patch; directives are taken out.</param>
    /// <param name="isReplaced">Whether the patch's items are all that remains.</param>
    private List<JsonNode?> MergeItems(List<JsonNode?> server, List<JsonNode?> patch, out bool isReplaced)
    {
        isReplaced = false;
        bool areMaps = server.Concat(patch).FirstOrDefault() is JsonObject;
        if (server.Concat(patch).Any(item => item is JsonObject != areMaps))
        {
            throw new ApiException(500, null, $"list element types are not identical: {GoFormat.Text([server, patch])}");
        }

        if (!areMaps) return [.. server, .. patch.Where(item => !server.Exists(other => JsonEquality.Same(item, other))).DistinctBy(GoJson.Text)];

        isReplaced = TakeDirectives(server, patch);
        if (isReplaced) return patch;

        List<JsonNode?> merged = [.. server];
        foreach (JsonNode? item in patch)
        {
            string key = Identity(item);
            int index = merged.FindIndex(other => Identity(other) == key);
            if (index < 0) merged.Add(StrategicMergePatches.Plain(item));
            else merged[index] = StrategicMergePatches.Merge(merged[index]!.DeepClone().AsObject(), item!.DeepClone().AsObject(), schema.Items);
        }

        return merged;
    }

    /// <returns>Whether the list is to be replaced.</returns>
    private bool TakeDirectives(List<JsonNode?> server, List<JsonNode?> patch)
    {
        bool isReplaced = false;
        foreach (JsonObject item in patch.Cast<JsonObject>().ToList())
        {
            switch (StrategicMergePatches.DirectiveOf(item))
            {
                case null:
                    continue;
                case "delete":
                    string key = Identity(item);
                    server.RemoveAll(other => Identity(other) == key);
                    break;
                case "replace":
                    isReplaced = true;
                    break;
                case "merge":
                    throw new ApiException(500, null, "merging lists cannot yet be specified in the patch");
                default:
                    throw StrategicMergePatches.UnknownDirective(item);
            }

            patch.Remove(item);
        }

        return isReplaced;
    }

    /// <summary>
    /// Two sequences become one: what the order knows in its order, the rest in the server's. Of the next of each, the server's goes
    /// first only where it had stood before the other.
    /// </summary>
    private JsonArray Ordered(List<JsonNode?> merged, List<JsonNode?> server, List<JsonNode?> order)
    {
        Dictionary<string, int> wanted = Places(order);
        Dictionary<string, int> before = Places(server);
        var known = new Queue<JsonNode?>(merged.Where(item => wanted.ContainsKey(Identity(item))).OrderBy(item => wanted[Identity(item)]));
        var rest = new Queue<JsonNode?>(merged.Where(item => !wanted.ContainsKey(Identity(item))).OrderBy(item => before.GetValueOrDefault(Identity(item), int.MaxValue)));
        var ordered = new List<JsonNode?>(merged.Count);
        while (known.TryPeek(out JsonNode? next) && rest.TryPeek(out JsonNode? other))
        {
            bool otherFirst = before.TryGetValue(Identity(other), out int a) && before.TryGetValue(Identity(next), out int b) && a < b;
            ordered.Add((otherFirst ? rest : known).Dequeue());
        }

        return Of([.. ordered, .. known, .. rest]);
    }

    /// <summary>What the patch changes must stand in it in the order that it asks for.</summary>
    private void CheckOrder(JsonArray patch, JsonArray order)
    {
        List<string> wanted = [.. order.Select(Identity)];
        int place = -1;
        foreach (JsonNode? item in patch.Where(item => item is not JsonObject map || StrategicMergePatches.DirectiveOf(map) is null))
        {
            place = wanted.IndexOf(Identity(item), place + 1);
            if (place >= 0) continue;

            throw new ApiException(
                500,
                null,
                $"The order in patch list:\n{GoFormat.Text(patch)}\n doesn't match $setElementOrder list:\n{GoFormat.Text(order)}\n");
        }
    }

    private Dictionary<string, int> Places(List<JsonNode?> items)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++) places.TryAdd(Identity(items[i]), i);

        return places;
    }

    private string Identity(JsonNode? item)
    {
        if (item is not JsonObject map) return GoJson.Text(item);
        if (MergeKey is null) throw new ApiException(500, null, "cannot merge lists without merge key");

        return map.TryGetPropertyValue(MergeKey, out JsonNode? key)
            ? GoJson.Text(key)
            : throw new ApiException(500, null, $"map: {GoFormat.Text(map)} does not contain declared merge key: {MergeKey}");
    }

    private static List<JsonNode?> Take(JsonArray list)
    {
        List<JsonNode?> items = [.. list];
        list.Clear();

        return items;
    }

    /// <summary>Items may still belong to another list.</summary>
    private static JsonArray Of(List<JsonNode?> items) => new([.. items.Select(item => item?.Parent is null ? item : item.DeepClone())]);
}
