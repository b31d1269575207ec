using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Smartbox.Conformance.Tests.Servers;

/// <summary>YAML as the JSON that kubectl makes of it, and JSON merge patches.</summary>
internal static class YamlText
{
    private static readonly IDeserializer s_reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer s_writer = new SerializerBuilder().JsonCompatible().Build();

    public static JsonNode Parse(string yaml) => JsonNode.Parse(s_writer.Serialize(s_reader.Deserialize<object>(yaml)))!;

    /// <summary>Changes an object as RFC 7386 says: maps are merged, null takes a field away, anything else replaces it.</summary>
    public static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var merged = target is JsonObject ? target.DeepClone().AsObject() : [];
        foreach (var (name, change) in changes)
        {
            var value = Merge(merged[name], change);
            merged.Remove(name);
            if (value is not null)
            {
                merged[name] = value;
            }
        }

        return merged;
    }
}
