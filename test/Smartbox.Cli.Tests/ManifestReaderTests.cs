using Smartbox.Cli.Manifests;

namespace Smartbox.Cli.Tests;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Documents_AndItemsOfLists_AreObjectsOfTheirOwn()
    {
        var manifests = ManifestReader.Read("""
            # only a comment
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: people}
            data: {answer: "yes"}
            ---
            {"apiVersion": "v1", "kind": "List", "items": [
            	{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b"}},
            	{"apiVersion": "v1", "kind": "ConfigMapList", "items": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}]}]}
            """, "file.yaml");

        manifests.Select(manifest => (manifest.Kind, manifest.Namespace, manifest.Name, manifest.Source)).Should().Equal(
            ("ConfigMap", "people", "a", "file.yaml:3"), ("Secret", null, "b", "file.yaml:9"), ("ConfigMap", null, "c", "file.yaml:10"));
        manifests[0].Text.Should().Contain("answer: \"yes\"", "the server must still see that it is text");
    }

    [Theory]
    [InlineData("kind: ConfigMap\nmetadata: {name: a}", "file.yaml:1: the object has no apiVersion.")]
    [InlineData("apiVersion: v1\nmetadata: {name: a}", "file.yaml:1: the object has no kind.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}", "file.yaml:1: the object has no metadata.name.")]
    [InlineData("just text", "file.yaml:1: an object was expected.")]
    [InlineData("a: 1\nb: [", "file.yaml:3:*")]
    [InlineData("a: 1\na: 2", "file.yaml:*uplicate*")]
    public void Nonsense_IsRefusedWithItsPlace(string text, string message)
    {
        var reading = () => ManifestReader.Read(text, "file.yaml");

        reading.Should().Throw<CliException>().WithMessage(message).Which.ExitCode.Should().Be(2);
    }
}
