using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Schemas;

/// <summary>What an API server 1.37.2 answered to dry-run creates of <c>Probe.yaml</c>, and what is answered here.</summary>
/// <remarks>A line of <c>Verdicts.jsonl</c> has a spec and the causes of a 422 (<c>errors</c>), the fields of a strict decoding error (<c>unknown</c>), or the spec as stored where it differs.</remarks>
public sealed class VerdictTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Schemas");
    private static readonly Schema s_schema = TestKinds.Read(YamlText.Parse(File.ReadAllText(Path.Combine(s_folder, "Probe.yaml")))).Single().Schema;

    public static TheoryData<string> Verdicts { get; } = [.. File.ReadLines(Path.Combine(s_folder, "Verdicts.jsonl"))];

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Create_IsAnsweredAsByTheRealServer(string verdict)
    {
        var expected = JsonNode.Parse(verdict)!;
        var probe = TestKinds.Probe(expected["spec"]);

        var unknown = Pruning.Prune(probe, s_schema);
        Defaults.Apply(probe, s_schema);
        var errors = SchemaValidator.Validate(probe, null, s_schema);

        unknown.Should().Equal(Texts(expected["unknown"]));
        if (unknown.Count == 0)
        {
            errors.Select(error => error.ToString()).Should().BeEquivalentTo(Texts(expected["errors"]));
        }

        if (expected["stored"] is { } stored)
        {
            JsonNode.DeepEquals(probe["spec"], stored).Should().BeTrue(probe.ToJsonString());
        }
    }

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => (string)text!);
}
