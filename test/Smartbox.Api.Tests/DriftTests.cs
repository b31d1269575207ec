using Smartbox.Api.Generator;
using Smartbox.Api.Generator.Reference;
using Smartbox.Api.Generator.Schemas;

namespace Smartbox.Api.Tests;

public class DriftTests
{
    private const string Remedy = "`make manifests` writes what the types say";

    [Fact]
    public void Crds_AreWhatTheTypesSay()
    {
        var committed = Directory.EnumerateFiles(Repository.Path("crds")).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);

        var generated = CrdFiles.Render();

        committed.Keys.Should().BeEquivalentTo(generated.Keys, Remedy);
        foreach (var (name, content) in generated)
        {
            committed[name].Should().Be(content, Remedy);
        }
    }

    [Fact]
    public void Reference_IsWhatTheTypesSay() =>
        File.ReadAllText(Repository.Path("docs", "reference", "api.md")).Should().Be(ReferencePage.Render(CrdBuilder.BuildAll()), Remedy);

    [Fact]
    public void Crds_FitIntoTheAnnotationOfPlainKubectlApply() =>
        CrdFiles.Render().Should().AllSatisfy(file => file.Value.Length.Should().BeLessThan(60_000, file.Key));
}
