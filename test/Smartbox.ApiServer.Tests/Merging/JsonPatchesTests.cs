using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Merging;

namespace Smartbox.ApiServer.Tests.Merging;

public class JsonPatchesTests
{
    [Theory]
    [InlineData("""[{"op":"add","path":"/a/b","value":1}]""", """{"a":{"b":1},"l":[1,2]}""")]
    [InlineData("""[{"op":"add","path":"/a","value":1}]""", """{"a":1,"l":[1,2]}""")]
    [InlineData("""[{"op":"add","path":"/l/-","value":3}]""", """{"a":{},"l":[1,2,3]}""")]
    [InlineData("""[{"op":"add","path":"/l/0","value":3}]""", """{"a":{},"l":[3,1,2]}""")]
    [InlineData("""[{"op":"add","path":"/l/2","value":3}]""", """{"a":{},"l":[1,2,3]}""")]
    [InlineData("""[{"op":"add","path":"/l/-1","value":3}]""", """{"a":{},"l":[1,2,3]}""")]
    [InlineData("""[{"op":"add","path":"/a/x~1y~0z","value":"v"}]""", """{"a":{"x/y~z":"v"},"l":[1,2]}""")]
    [InlineData("""[{"op":"add","path":"/n"}]""", """{"a":{},"l":[1,2],"n":null}""")]
    [InlineData("""[{"op":"remove","path":"/a"}]""", """{"l":[1,2]}""")]
    [InlineData("""[{"op":"remove","path":"/l/0"}]""", """{"a":{},"l":[2]}""")]
    [InlineData("""[{"op":"remove","path":"/l/-1"}]""", """{"a":{},"l":[1]}""")]
    [InlineData("""[{"op":"replace","path":"/l/1","value":9}]""", """{"a":{},"l":[1,9]}""")]
    [InlineData("""[{"op":"replace","path":"/new","value":9}]""", """{"a":{},"l":[1,2],"new":9}""")]
    [InlineData("""[{"op":"replace","path":"","value":{"z":1}}]""", """{"z":1}""")]
    [InlineData("""[{"op":"move","from":"/l/0","path":"/a/m"}]""", """{"a":{"m":1},"l":[2]}""")]
    [InlineData("""[{"op":"move","from":"/l","path":"/k"}]""", """{"a":{},"k":[1,2]}""")]
    [InlineData("""[{"op":"copy","from":"/l","path":"/a/c"}]""", """{"a":{"c":[1,2]},"l":[1,2]}""")]
    [InlineData("""[{"op":"copy","from":"/missing","path":"/a/c"}]""", """{"a":{"c":null},"l":[1,2]}""")]
    [InlineData("""[{"op":"test","path":"/l","value":[1,2]},{"op":"remove","path":"/l"}]""", """{"a":{}}""")]
    [InlineData("""[{"op":"test","path":"/missing","value":null},{"op":"remove","path":"/l"}]""", """{"a":{}}""")]
    [InlineData("[]", """{"a":{},"l":[1,2]}""")]
    public void Apply_Operations_GiveThePatchedDocument(string patch, string expected)
    {
        JsonNode patched = JsonPatches.Apply(JsonNode.Parse("""{"a":{},"l":[1,2]}""")!, JsonNode.Parse(patch)!.AsArray());

        JsonNode.DeepEquals(patched, JsonNode.Parse(expected)).Should().BeTrue($"it is {patched.ToJsonString()}");
    }

    [Theory]
    [InlineData("""{"op":"test","path":"/l","value":[2,1]}""")]
    [InlineData("""{"op":"test","path":"/a","value":null}""")]
    [InlineData("""{"op":"test","path":"/x/y","value":1}""")]
    [InlineData("""{"op":"remove","path":"/x"}""")]
    [InlineData("""{"op":"remove","path":"/l/2"}""")]
    [InlineData("""{"op":"remove","path":"/l/-3"}""")]
    [InlineData("""{"op":"replace","path":"/l/2","value":1}""")]
    [InlineData("""{"op":"replace","path":"/x/y","value":1}""")]
    [InlineData("""{"op":"add","path":"/l/3","value":1}""")]
    [InlineData("""{"op":"add","path":"/l/x","value":1}""")]
    [InlineData("""{"op":"add","path":"/x/y","value":1}""")]
    [InlineData("""{"op":"add","value":1}""")]
    [InlineData("""{"op":"add","path":"a","value":1}""")]
    [InlineData("""{"op":"move","path":"/x"}""")]
    [InlineData("""{"op":"bend","path":"/a"}""")]
    [InlineData("""{"path":"/a"}""")]
    public void Apply_OperationFails_IsInvalidInTheRealWords(string operation)
    {
        var document = JsonNode.Parse("""{"a":{},"l":[1,2]}""")!;

        Action apply = () => JsonPatches.Apply(document, JsonNode.Parse($"[{operation}]")!.AsArray());

        var error = apply.Should().Throw<ApiException>().WithMessage("the server rejected our request due to an error in our request").Which;
        error.Code.Should().Be(422);
        error.Reason.Should().Be("Invalid");
        document.ToJsonString().Should().Be("""{"a":{},"l":[1,2]}""");
    }

    [Fact]
    public void Apply_MoreThanTenThousandOperations_IsTooLarge()
    {
        var patch = new JsonArray([.. Enumerable.Range(0, 10_001).Select(_ => JsonNode.Parse("""{"op":"test","path":"/a","value":1}"""))]);

        Action apply = () => JsonPatches.Apply(JsonNode.Parse("""{"a":1}""")!, patch);

        apply.Should().Throw<ApiException>().WithMessage("*allowed maximum operations in a JSON patch is 10000, got 10001").Which.Code.Should().Be(413);
    }

    [Fact]
    public void Apply_SomethingThatIsNoOperation_IsABadRequest()
    {
        Action apply = () => JsonPatches.Apply(new JsonObject(), ["add"]);

        apply.Should().Throw<ApiException>().Which.Code.Should().Be(400);
    }
}
