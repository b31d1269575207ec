using System.Globalization;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>A place in a JSON document (RFC 6901). A negative index counts from the end, as the real API server has it.</summary>
internal sealed class JsonPointer
{
    private readonly string[] parents;
    private readonly string? last;

    private JsonPointer(string[] parents, string? last) => (this.parents, this.last) = (parents, last);

    public static JsonPointer Parse(string path)
    {
        if (path.Length == 0) return new JsonPointer([], null);

        string[] parts = path.Split('/');
        if (parts.Length < 2) throw JsonPatches.Failed();

        // what stands before the first slash is ignored
        for (int i = 1; i < parts.Length; i++) parts[i] = parts[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

        return new JsonPointer(parts[1..^1], parts[^1]);
    }

    public JsonNode? Get(JsonNode? document) => last is null ? document : Child(Parent(document), last);

    public JsonNode? Add(JsonNode? document, JsonNode? value)
    {
        if (last is null) return value;

        switch (Parent(document))
        {
            case JsonObject map:
                map[last] = value;
                return document;
            case JsonArray list:
                list.Insert(last == "-" ? list.Count : Index(last, list.Count + 1), value);
                return document;
            default:
                throw JsonPatches.Failed();
        }
    }

    public JsonNode? Replace(JsonNode? document, JsonNode? value)
    {
        if (last is null) return value;

        switch (Parent(document))
        {
            case JsonObject map:
                map[last] = value;
                return document;
            case JsonArray list:
                list[Index(last, list.Count)] = value;
                return document;
            default:
                throw JsonPatches.Failed();
        }
    }

    public void Remove(JsonNode? document, bool mayBeMissing = false)
    {
        if (last is null) throw JsonPatches.Failed();

        switch (Parent(document))
        {
            case JsonObject map when map.Remove(last) || mayBeMissing:
                return;
            case JsonArray list:
                list.RemoveAt(Index(last, list.Count));
                return;
            default:
                throw JsonPatches.Failed();
        }
    }

    private JsonNode? Parent(JsonNode? document)
    {
        foreach (string part in parents) document = Child(document, part);

        return document;
    }

    private static JsonNode? Child(JsonNode? parent, string part) => parent switch
    {
        JsonObject map => map[part],
        JsonArray list => list[Index(part, list.Count)],
        _ => throw JsonPatches.Failed(),
    };

    private static int Index(string part, int count)
    {
        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)) throw JsonPatches.Failed();

        int place = index < 0 ? index + count : index;

        return place >= 0 && place < count ? place : throw JsonPatches.Failed();
    }
}
