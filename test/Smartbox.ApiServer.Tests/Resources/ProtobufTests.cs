using System.Text;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Resources.Protobuf;

namespace Smartbox.ApiServer.Tests.Resources;

public sealed class ProtobufTests
{
    public static TheoryData<int, string> Recordings
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (one, index) in Golden().Select((one, index) => (one!, index))) data.Add(index, $"{one["json"]!["kind"]} {one["json"]!["metadata"]!["name"]}");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void An_object_is_the_same_in_both_encodings_of_the_real_server(int index, string name)
    {
        var golden = Golden()[index]!;
        var json = golden["json"]!.AsObject();

        var decoded = ProtobufObjects.Decode(Convert.FromBase64String(golden["protobuf"]!.GetValue<string>()))!;

        // A dry run makes a new identity each time.
        foreach (var field in (string[])["uid", "creationTimestamp", "resourceVersion", "managedFields"])
            if (json["metadata"]![field] is null) decoded["metadata"]!.AsObject().Remove(field);
        ModelObjects.Normalize(decoded, BuiltIn.TypeOf(json));
        ModelObjects.Normalize(json, BuiltIn.TypeOf(json));
        JsonNode.DeepEquals(decoded, json).Should().BeTrue($"{name} is {json.ToJsonString()} but was read as {decoded.ToJsonString()}");
    }

    [Fact]
    public void What_is_no_message_is_refused()
    {
        FluentActions.Invoking(() => ProtobufObjects.Decode("{}"u8)).Should().Throw<FormatException>();
        FluentActions.Invoking(() => ProtobufObjects.Decode("k8s\0\u000a\u00ff"u8)).Should().Throw<FormatException>();
    }

    [Fact]
    public void A_kind_whose_encoding_is_not_known_is_not_guessed() =>
        ProtobufObjects.Decode(Encoding.UTF8.GetBytes("k8s\0\u000a\u000c\u000a\u0002v1\u0012\u0006Gadget")).Should().BeNull();

    private static JsonArray Golden() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Resources", "Golden", "protobuf.json")))!.AsArray();
}
