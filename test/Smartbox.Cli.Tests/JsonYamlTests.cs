using System.Text.Json.Nodes;
using Smartbox.Cli.Output;

namespace Smartbox.Cli.Tests;

public sealed class JsonYamlTests
{
    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("Off", "\"Off\"")]
    [InlineData("", "\"\"")]
    [InlineData("12", "\"12\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("010", "\"010\"")]
    [InlineData("12:30:00", "\"12:30:00\"")]
    [InlineData("2026-11-25T12:00:00Z", "\"2026-11-25T12:00:00Z\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("# no comment", "'# no comment'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("- a", "'- a'")]
    [InlineData("plain text", "plain text")]
    [InlineData("2e05983f-a400-4e27-8839-f90d8c708a2c", "2e05983f-a400-4e27-8839-f90d8c708a2c")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("v1.2", "v1.2")]
    public void Text_IsQuotedWhereItWouldBeReadAsSomethingElse(string text, string expected)
    {
        Write(new JsonObject { ["k"] = text }).Should().Be($"k: {expected}\n");
    }

    [Fact]
    public void Values_KeepTheirKinds()
    {
        var json = JsonNode.Parse("""{"i":1,"f":1.5,"b":true,"z":null,"e":{},"l":[],"lines":"a\nb\n","list":[{"a":1},"x"]}""")!;

        Write(json).Should().Be("""
            i: 1
            f: 1.5
            b: true
            z: null
            e: {}
            l: []
            lines: |
              a
              b
            list:
            - a: 1
            - x

            """);
    }

    private static string Write(JsonNode node)
    {
        using var writer = new StringWriter();
        JsonYaml.Write(writer, node);
        return writer.ToString().ReplaceLineEndings("\n");
    }
}
