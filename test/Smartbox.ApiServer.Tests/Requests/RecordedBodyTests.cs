using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Protobuf;

namespace Smartbox.ApiServer.Tests.Requests;

/// <summary>Bodies as a real API server 1.37 writes the same object in both forms. A null says the same as nothing.</summary>
public sealed class RecordedBodyTests
{
    [Theory]
    [InlineData("budget")]
    [InlineData("claim")]
    [InlineData("deployment")]
    [InlineData("event")]
    [InlineData("lease")]
    [InlineData("pod")]
    [InlineData("role")]
    [InlineData("secret")]
    [InlineData("service")]
    public void Parse_Recorded_IsTheSameAsItsJson(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText(PathOf($"{name}.json")))!;
        var body = Convert.FromBase64String(File.ReadAllText(PathOf($"{name}.protobuf")));

        var parsed = ProtobufObjects.Decode(body)!;

        Ordered(parsed).ToJsonString().Should().Be(Ordered(expected).ToJsonString());
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Requests", "RecordedBodies", file);

    private static JsonNode Ordered(JsonNode node) => node switch
    {
        JsonObject value => new JsonObject(value.Where(field => field.Value is not null).OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, field.Value is null ? null : (JsonNode?)Ordered(field.Value)))),
        JsonArray array => new JsonArray([.. array.Select(item => item is null ? null : Ordered(item))]),
        _ => node.DeepClone(),
    };
}
