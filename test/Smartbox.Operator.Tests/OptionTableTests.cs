using Smartbox.Kubernetes.Hosting;
using Smartbox.Operator.Hosting;

namespace Smartbox.Operator.Tests;

public sealed class OptionTableTests
{
    [Fact]
    public void Parse_FlagsWinOverVariables()
    {
        var options = OptionTable.Parse(
            ["--port=9000", "--watch-namespace", "team-a"],
            new Dictionary<string, string> { ["SMARTBOX_PORT"] = "1", ["SMARTBOX_SIDECAR_IMAGE"] = "sidecar:2", ["POD_NAMESPACE"] = "system" }.GetValueOrDefault);

        options.Port.Should().Be(9000);
        options.WatchNamespace.Should().Be("team-a");
        options.SidecarImage.Should().Be("sidecar:2");
        options.Namespace.Should().Be("system");
    }

    [Fact]
    public void Parse_TellsEverythingThatIsWrongAtOnce()
    {
        var parse = () => OptionTable.Parse(["--port", "many", "--unknown", "--leader-election=maybe", "--max-concurrency=0", "--kubeconfig"], _ => null);

        parse.Should().Throw<CommandLineException>().Which.Message.Split(Environment.NewLine).Should().HaveCount(5);
    }

    [Fact]
    public async Task Help_NamesEveryOptionAndItsVariable()
    {
        using var output = new StringWriter();

        (await OperatorProgram.RunAsync(["--help"], _ => null, output, TextWriter.Null)).Should().Be(0);

        output.ToString().Should().Contain("--sidecar-image").And.Contain("SMARTBOX_SIDECAR_IMAGE").And.Contain("--watch-namespace");
    }

    [Fact]
    public async Task Run_WithAWrongOption_EndsWithUsage()
    {
        using var error = new StringWriter();

        (await OperatorProgram.RunAsync(["--no"], _ => null, TextWriter.Null, error)).Should().Be(64);

        error.ToString().Should().Contain("--no is not an option");
    }
}
