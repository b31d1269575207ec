using Grpc.Core;
using Smartbox.Protocol.V1;

namespace Smartbox.Cli.Tests;

public sealed class ChatCommandTests
{
    private static CliRunner Runner(FakeGateway gateway) => new CliRunner().With("SMARTBOX_GATEWAY", gateway.Url).With("SMARTBOX_TOKEN", "secret-token");

    [Theory]
    [InlineData("Your cat is called Miso.")]
    [InlineData("A long line without any break that is much wider than the terminal of eighty columns, which must neither be wrapped nor cut, because scripts read it as it is.")]
    [InlineData("[bold]not markup[/] and\ntwo lines")]
    public async Task Message_Answered_PrintsTheAnswerAndNothingElse(string answer)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnSend = request => new SendResponse { Run = request.ClientMsgId, Text = answer };

        var (exitCode, output, error) = await Runner(gateway).RunAsync("chat", "alice", "-n", "people", "-m", "what is my cat called?");

        output.Should().Be(answer + "\n");
        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        var (request, authorization) = gateway.Sent.Should().ContainSingle().Subject;
        request.Box.Should().Be("people/alice");
        request.Session.Should().Be("main");
        request.Text.Should().Be("what is my cat called?");
        authorization.Should().Be("Bearer secret-token");
    }

    [Fact]
    public async Task Message_GatewayUnavailableAtFirst_IsSentAgainWithTheSameId()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnSend = request => gateway.Sent.Count < 3
            ? throw new RpcException(new Status(StatusCode.Unavailable, "the box is starting"))
            : new SendResponse { Text = "here" };

        var (exitCode, output, _) = await Runner(gateway).RunAsync("chat", "alice", "-m", "hi");

        (exitCode, output).Should().Be((0, "here\n"));
        gateway.Sent.Should().HaveCount(3);
        gateway.Sent.Select(sent => sent.Request.ClientMsgId).Distinct().Should().ContainSingle().Which.Should().HaveLength(32);
    }

    [Fact]
    public async Task Messages_OfTwoRuns_HaveDifferentIds()
    {
        await using var gateway = await FakeGateway.StartAsync();

        await Runner(gateway).RunAsync("chat", "alice", "-m", "hi");
        await Runner(gateway).RunAsync("chat", "alice", "-m", "hi");

        gateway.Sent.Select(sent => sent.Request.ClientMsgId).Should().OnlyHaveUniqueItems().And.HaveCount(2);
    }

    [Theory]
    [InlineData(StatusCode.NotFound, "not found", 3, "error: No box alice in namespace people that you may use. `smartbox get` lists yours.")]
    [InlineData(StatusCode.Unauthenticated, "expired", 4, "error: The gateway does not accept your token (expired). Get a new one: `smartbox token`, or --token-file.")]
    [InlineData(StatusCode.PermissionDenied, "needs scope send", 4, "error: You may not do this with box alice in namespace people: needs scope send.")]
    [InlineData(StatusCode.FailedPrecondition, "the box is Off", 1, "error: Box alice in namespace people cannot answer: the box is Off.")]
    [InlineData(StatusCode.Aborted, "The model endpoint failed.", 1, "error: Box alice in namespace people did not answer: The model endpoint failed.")]
    [InlineData(StatusCode.ResourceExhausted, "64 wait already", 5, "error: Too much at once: 64 wait already. Try again later.")]
    [InlineData(StatusCode.InvalidArgument, "text is\ntoo long", 2, "error: The gateway refuses the request: text is too long.")]
    public async Task Message_Refused_SaysWhyInOneLineAndExitsAccordingly(StatusCode code, string detail, int expectedExit, string expectedError)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.OnSend = _ => throw new RpcException(new Status(code, detail));

        var (exitCode, output, error) = await Runner(gateway).RunAsync("chat", "alice", "-n", "people", "-m", "hi");

        error.Should().Be(expectedError + "\n");
        output.Should().BeEmpty();
        exitCode.Should().Be(expectedExit);
        gateway.Sent.Should().ContainSingle("a refusal is not retried");
    }

    [Fact]
    public async Task Message_NobodyThere_GivesUpAfterTheTimeout()
    {
        var runner = new CliRunner().With("SMARTBOX_GATEWAY", "http://127.0.0.1:1").With("SMARTBOX_TOKEN", "t");

        var (exitCode, output, error) = await runner.RunAsync("chat", "alice", "-m", "hi", "--timeout", "1s");

        exitCode.Should().Be(5);
        output.Should().BeEmpty();
        error.Should().StartWith("error: The gateway cannot be reached: ").And.EndWith("\n");
        error.TrimEnd().Should().NotContain("\n");
    }

    [Fact]
    public async Task Input_NotATerminal_SendsOneMessagePerLineInOrder()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var runner = Runner(gateway);
        runner.Input = "first\n\nsecond\n";

        var (exitCode, output, _) = await runner.RunAsync("chat", "alice");

        (exitCode, output).Should().Be((0, "You said: first\nYou said: second\n"));
    }

    [Fact]
    public async Task TokenFile_IsPreferredToTheVariable()
    {
        await using var gateway = await FakeGateway.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "from-the-file\n");

        await Runner(gateway).RunAsync("chat", "alice", "-m", "hi", "--token-file", file);

        gateway.Sent.Single().Authorization.Should().Be("Bearer from-the-file");
        File.Delete(file);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("chat", "alice", "-m", "  ")]
    [InlineData("chat", "alice", "-m", "hi", "--session", "No Good")]
    [InlineData("chat", "alice", "-m", "hi", "--timeout", "soon")]
    [InlineData("chat", "alice", "-m", "hi", "--frobnicate")]
    [InlineData("chat", "alice", "-m", "hi", "--gateway", "ftp://example.com")]
    [InlineData("converse")]
    public async Task Usage_Wrong_ExitsWith2AndOneLine(params string[] arguments)
    {
        var (exitCode, output, error) = await new CliRunner().With("SMARTBOX_TOKEN", "t").RunAsync(arguments);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().StartWith("error: ");
        error.TrimEnd().Should().NotContain("\n");
    }

    [Fact]
    public async Task Token_Nowhere_SaysHowToGiveOne()
    {
        var (exitCode, _, error) = await new CliRunner().RunAsync("chat", "alice", "-m", "hi");

        exitCode.Should().Be(4);
        error.Should().Contain("--token-file");
    }

    [Fact]
    public async Task Help_OfChat_TeachesWithExamplesAndExitStatuses()
    {
        var (exitCode, output, _) = await new CliRunner().RunAsync("chat", "--help");

        exitCode.Should().Be(0);
        output.Should().Contain("smartbox chat alice -n people -m").And.Contain("--history").And.Contain("3 no such box");
    }
}
