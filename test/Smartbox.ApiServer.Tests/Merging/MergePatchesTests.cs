using System.Text.Json.Nodes;
using Smartbox.ApiServer.Merging;

namespace Smartbox.ApiServer.Tests.Merging;

public class MergePatchesTests
{
    /// <summary>The objects among the examples of RFC 7386, appendix A.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Apply_Patch_GivesWhatTheRfcSays(string document, string patch, string expected)
    {
        var before = JsonNode.Parse(document)!.AsObject();

        JsonObject patched = MergePatches.Apply(before, JsonNode.Parse(patch)!.AsObject());

        patched.ToJsonString().Should().Be(expected);
        before.ToJsonString().Should().Be(document);
    }
}
