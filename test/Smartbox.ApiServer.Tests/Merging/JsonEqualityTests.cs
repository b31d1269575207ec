using System.Text.Json.Nodes;
using Smartbox.ApiServer.Merging;

namespace Smartbox.ApiServer.Tests.Merging;

public class JsonEqualityTests
{
    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", """{"b":"x","a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", true)]
    [InlineData("""{"a":"\u00e9"}""", """{"a":"é"}""", true)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("""{"a":null}""", """{"b":null}""", false)]
    [InlineData("""[1,2]""", "[2,1]", false)]
    [InlineData("""[1]""", "[1,1]", false)]
    [InlineData("true", "false", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("{}", "[]", false)]
    public void Same_TwoDocuments_AreComparedByWhatTheyHold(string left, string right, bool same)
    {
        JsonEquality.Same(JsonNode.Parse(left), JsonNode.Parse(right)).Should().Be(same);
        JsonEquality.Same(JsonNode.Parse(right), JsonNode.Parse(left)).Should().Be(same);
    }

    [Fact]
    public void Same_TextThatWasReadAndTextThatWasMade_AreComparedAsTexts()
    {
        JsonNode read = JsonNode.Parse("\"x\"")!;

        JsonEquality.Same(read, JsonValue.Create("x")).Should().BeTrue();
        JsonEquality.Same(JsonValue.Create("x"), read).Should().BeTrue();
        JsonEquality.Same(JsonValue.Create("y"), read).Should().BeFalse();
        JsonEquality.Same(JsonValue.Create("x"), JsonValue.Create("x")).Should().BeTrue();
    }
}
