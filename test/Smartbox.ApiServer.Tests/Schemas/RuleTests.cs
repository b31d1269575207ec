using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Schemas;

/// <summary>What an API server 1.37.2 answered to objects under rules, and what is answered here.</summary>
/// <remarks>
/// A line of <c>Rules.jsonl</c> has the schema of <c>spec</c>, a spec, the spec that it replaces (<c>old</c>; a create where there is none), and the causes of the answer.
/// <c>Expressions.jsonl</c> begins with one schema and one spec; each further line has a rule on that schema, and the causes for that spec and,
/// unless the real server failed there, for an empty one.
/// </remarks>
public sealed class RuleTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Schemas");
    private static readonly JsonObject s_expressions = JsonNode.Parse(File.ReadLines(Path.Combine(s_folder, "Expressions.jsonl")).First())!.AsObject();

    public static TheoryData<string> Rules { get; } = [.. File.ReadLines(Path.Combine(s_folder, "Rules.jsonl"))];

    public static TheoryData<string> Expressions { get; } = [.. File.ReadLines(Path.Combine(s_folder, "Expressions.jsonl")).Skip(1)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_IsAnsweredAsByTheRealServer(string verdict)
    {
        var expected = JsonNode.Parse(verdict)!;

        var errors = Errors(expected["schema"]!, expected["spec"]!, expected["old"]);

        errors.Should().BeEquivalentTo(Texts(expected["errors"]));
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_HasTheVerdictOfTheRealServer(string verdict)
    {
        var expected = JsonNode.Parse(verdict)!;
        var schema = s_expressions["schema"]!.DeepClone();
        schema["x-kubernetes-validations"] = new JsonArray(new JsonObject
        {
            ["rule"] = expected["rule"]!.DeepClone(),
            ["messageExpression"] = expected["messageExpression"]?.DeepClone(),
        });

        Errors(schema, s_expressions["spec"]!, null).Should().Equal(Texts(expected["errors"]));
        if (expected["errorsOfEmpty"] is { } errorsOfEmpty)
        {
            Errors(schema, new JsonObject(), null).Should().Equal(Texts(errorsOfEmpty));
        }
    }

    private static List<string> Errors(JsonNode specSchema, JsonNode spec, JsonNode? old)
    {
        var schema = TestKinds.WithSpec(specSchema.ToJsonString());
        var (probe, before) = (TestKinds.Probe(spec), old is null ? null : TestKinds.Probe(old));
        Defaults.Apply(probe, schema);
        return [.. SchemaValidator.Validate(probe, before, schema).Select(error => error.ToString())];
    }

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => (string)text!);
}
