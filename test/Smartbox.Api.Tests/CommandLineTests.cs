using Smartbox.Api.Generator;

namespace Smartbox.Api.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smartbox-generator-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Crds_IntoAFolder_WritesAndNamesEveryFile()
    {
        var folder = Path.Combine(_folder, "new", "crds");

        Run("crds", folder).Should().Be(0);

        Directory.EnumerateFiles(folder).Should().BeEquivalentTo(CrdFiles.Render().Keys.Select(name => Path.Combine(folder, name)));
        _output.ToString().Should().Contain("smartbox.dev_smartboxes.yaml");
    }

    [Fact]
    public void Reference_IntoAFile_WritesIt()
    {
        var file = Path.Combine(_folder, "new", "api.md");

        Run("reference", file).Should().Be(0);

        File.ReadAllText(file).Should().Contain("## Smartbox\n").And.Contain("**`spec.owner`**");
    }

    [Fact]
    public void Help_Asked_IsPrintedAndSucceeds()
    {
        Run("--help").Should().Be(0);

        _output.ToString().Should().Contain("crds FOLDER").And.Contain("reference FILE");
    }

    [Theory]
    [InlineData]
    [InlineData("crds")]
    [InlineData("nonsense", "x")]
    public void Arguments_ThatMakeNoSense_FailWithTheUsage(params string[] args)
    {
        Run(args).Should().Be(2);

        _error.ToString().Should().Contain("Usage:");
        _output.ToString().Should().BeEmpty();
    }

    private int Run(params string[] args) => CommandLine.Run(args, _output, _error);
}
