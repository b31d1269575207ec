using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Requests.Bodies;

/// <summary>Parses JSON, also with repeated fields: the last one counts, as for Go.</summary>
internal static class JsonParser
{
    private const int DeepestNesting = 256;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = DeepestNesting };

    private static readonly JsonReaderOptions s_lenient = new() { MaxDepth = DeepestNesting };

    /// <param name="json">UTF-8.</param>
    /// <param name="duplicates">Gets the paths of repeated fields, such as <c>spec.items[0].name</c>.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, List<string> duplicates)
    {
        try
        {
            return JsonNode.Parse(json, null, s_strict);
        }
        catch (JsonException)
        {
            // A repeated field, which is rare, or no JSON at all: the slow reading tells which.
            var reader = new Utf8JsonReader(json, s_lenient);
            reader.Read();
            var node = ReadValue(ref reader, "", duplicates);
            return reader.Read() ? throw new JsonException("Data follows the object.") : node;
        }
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string> duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
        _ => JsonNode.Parse(ref reader),
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, List<string> duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var child = path.Length == 0 ? name : $"{path}.{name}";
            if (result.ContainsKey(name) && !duplicates.Contains(child))
            {
                duplicates.Add(child);
            }

            reader.Read();
            result[name] = ReadValue(ref reader, child, duplicates);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, List<string> duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            result.Add(ReadValue(ref reader, $"{path}[{result.Count}]", duplicates));
        }

        return result;
    }
}
