using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Smartbox.ApiServer.Tests.Schemas;

/// <summary>YAML as the JSON that kubectl makes of it.</summary>
internal static class YamlText
{
    private static readonly IDeserializer s_reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer s_writer = new SerializerBuilder().JsonCompatible().Build();

    public static JsonObject Parse(string yaml) => JsonNode.Parse(s_writer.Serialize(s_reader.Deserialize<object>(yaml)))!.AsObject();
}
