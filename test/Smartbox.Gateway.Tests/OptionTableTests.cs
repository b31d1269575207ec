using Smartbox.Gateway.Hosting;
using Smartbox.Kubernetes.Hosting;

namespace Smartbox.Gateway.Tests;

public sealed class OptionTableTests
{
    [Fact]
    public void Parse_FlagAndVariable_FlagWins()
    {
        var options = OptionTable.Parse(
            ["--port", "9000", "--wait-timeout=5"], name => name is "SMARTBOX_PORT" or "SMARTBOX_HEALTH_PORT" ? "7000" : name == "POD_NAMESPACE" ? "ns" : null);

        options.Port.Should().Be(9000);
        options.HealthPort.Should().Be(7000);
        options.WaitTimeout.Should().Be(TimeSpan.FromSeconds(5));
        options.Namespace.Should().Be("ns");
    }

    [Fact]
    public void Parse_SeveralMistakes_NamesAllOfThem()
    {
        var parse = () => OptionTable.Parse(
            ["--port=x", "--tls-cert=/none", "--jwks-file=/none", "--wait-timeout=500", "--unknown=1", "--subject-claim"], _ => null);

        parse.Should().Throw<CommandLineException>().Which.Message.Should()
            .Contain("--port: 'x'").And.Contain("--tls-key").And.Contain("--tls-cert: there is no file").And.Contain("--jwks-file needs --oidc-issuer")
            .And.Contain("--wait-timeout must").And.Contain("--unknown is not an option").And.Contain("--subject-claim needs a value");
    }

    [Theory]
    [InlineData("http://issuer.example.com", false)]
    [InlineData("issuer", false)]
    [InlineData("http://127.0.0.1:5556", true)]
    [InlineData("https://issuer.example.com", true)]
    public void Parse_Issuer_MustBeReachedSafely(string issuer, bool isGood)
    {
        var parse = () => OptionTable.Parse(["--oidc-issuer", issuer], _ => null);

        if (isGood)
        {
            parse.Should().NotThrow();
        }
        else
        {
            parse.Should().Throw<CommandLineException>();
        }
    }

    [Fact]
    public async Task Program_HelpAndUsage_AreWrittenAndExit()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        (await GatewayProgram.RunAsync(["--help"], _ => null, TimeProvider.System, output, error)).Should().Be(0);
        (await GatewayProgram.RunAsync(["--port=x"], _ => null, TimeProvider.System, output, error)).Should().Be(64);

        output.ToString().Should().Contain("--oidc-issuer URL").And.Contain("SMARTBOX_OIDC_ISSUER");
        error.ToString().Should().Contain("'x' is not a number");
    }
}
