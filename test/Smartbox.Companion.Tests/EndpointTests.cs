using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Companion.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task Endpoint_Answers_StreamsItsPieces()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Text("Good ", "day", "!"));
        await using var companion = await StartAsync(endpoint);

        var answer = await companion.RunAsync("hello");

        answer.Deltas.Should().Equal("Good ", "day", "!");
        answer.Final.Should().Be("Good day!");
        endpoint.Authorizations.Should().Equal("Bearer sk-secret");
        var request = endpoint.Requests.Single();
        request.GetProperty("model").GetString().Should().Be("test-model");
        request.GetProperty("stream").GetBoolean().Should().BeTrue();
        request.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString())
            .Should().BeEquivalentTo("remember", "recall", "forget", "remind");
        Texts(request).Should().EndWith("hello");
    }

    [Fact]
    public async Task Endpoint_CallsTools_TheyActAndItsAnswerComesAfter()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(
            FakeEndpoint.Call("remember", """{"fact":"my cat is called Miso","topic":"cat name"}"""),
            FakeEndpoint.Text("Noted."),
            FakeEndpoint.Call("recall", """{"query":"cat"}"""),
            FakeEndpoint.Text("Miso."));
        await using var companion = await StartAsync(endpoint);

        (await companion.AskAsync("my cat is called Miso")).Should().Be("Noted.");
        (await companion.AskAsync("what is my cat called?", session: "another")).Should().Be("Miso.");

        var result = endpoint.Requests[3].GetProperty("messages").EnumerateArray().Last();
        result.GetProperty("role").GetString().Should().Be("tool");
        result.GetProperty("content").GetString().Should().Contain("my cat is called Miso");
    }

    [Fact]
    public async Task Endpoint_CallsAToolWrongly_IsToldAndMayTryAgain()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(
            FakeEndpoint.Call("remind", """{"text":"stretch","at":"whenever"}"""),
            FakeEndpoint.Call("remind", """{"text":"stretch","at":"18:30"}"""),
            FakeEndpoint.Text("At half past six."));
        await using var companion = await StartAsync(endpoint);

        (await companion.AskAsync("remind me")).Should().Be("At half past six.");

        endpoint.Requests[1].GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString().Should().Contain("not understood");
        endpoint.Requests[2].GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString().Should().Contain("today 18:30 UTC");
    }

    [Fact]
    public async Task Conversation_IsSentInOrder()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Text("one"), FakeEndpoint.Text("two"));
        await using var companion = await StartAsync(endpoint);

        await companion.AskAsync("first");
        await companion.AskAsync("second");

        Texts(endpoint.Requests[1]).Skip(1).Should().Equal("first", "one", "second");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Endpoint_FailsOnce_IsTriedAgain(int status)
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Status(status, retryAfter: "0"), FakeEndpoint.Text("here"));
        await using var companion = await StartAsync(endpoint);

        (await companion.AskAsync("hello")).Should().Be("here");
        endpoint.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(401, StatusCode.FailedPrecondition, "refused the API key", 1)]
    [InlineData(403, StatusCode.FailedPrecondition, "refused the API key", 1)]
    [InlineData(404, StatusCode.FailedPrecondition, "no such model", 1)]
    [InlineData(400, StatusCode.FailedPrecondition, "refused the request", 1)]
    [InlineData(429, StatusCode.ResourceExhausted, "fewer requests", 3)]
    [InlineData(500, StatusCode.Aborted, "failed (HTTP 500)", 3)]
    public async Task Endpoint_Fails_IsAClearStatusWithoutItsText(int status, StatusCode expected, string message, int requests)
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Status(status));
        await using var companion = await StartAsync(endpoint);

        var failure = await FailureAsync(companion);

        failure.StatusCode.Should().Be(expected);
        failure.Status.Detail.Should().Contain(message).And.NotContain("sk-secret");
        endpoint.Requests.Should().HaveCount(requests);
    }

    [Fact]
    public async Task Endpoint_Unreachable_IsAborted()
    {
        await using var companion = await CompanionFixture.StartAsync(options =>
            (options.ModelEndpoint, options.ModelName) = ("http://127.0.0.1:1/v1", "m"));

        (await FailureAsync(companion)).StatusCode.Should().Be(StatusCode.Aborted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endpoint_BreaksOff_IsAborted_AndTheRunCanBeTriedAgain(bool isClean)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Broken("Good ", arrived.Task, isClean), FakeEndpoint.Text("Good day!"));
        await using var companion = await StartAsync(endpoint);
        using var call = companion.Client.Run(new RunRequest { Session = "main", Run = "run-1", User = "alice", Text = "hello" });
        await call.ResponseStream.MoveNext(CancellationToken.None);
        call.ResponseStream.Current.Delta.Should().Be("Good ");

        arrived.SetResult();
        var read = () => call.ResponseStream.MoveNext(CancellationToken.None);

        (await read.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Aborted);

        (await companion.AskAsync("hello", run: "run-1")).Should().Be("Good day!");
    }

    [Fact]
    public async Task Endpoint_Silent_TimesOut()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Silent());
        await using var companion = await StartAsync(endpoint, options => (options.ModelTimeout, options.ModelRetries) = (TimeSpan.FromMilliseconds(200), 0));

        (await FailureAsync(companion)).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Turn_TooLong_TimesOutByTheClock()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Silent());
        await using var companion = await StartAsync(endpoint);

        var failing = FailureAsync(companion);
        await companion.AdvanceUntilAsync(companion.Options.TurnTimeout, failing);

        (await failing).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Endpoint_AnswersNothing_IsAborted(string text)
    {
        await using var endpoint = await FakeEndpoint.StartAsync(FakeEndpoint.Text(text));
        await using var companion = await StartAsync(endpoint);

        (await FailureAsync(companion)).StatusCode.Should().Be(StatusCode.Aborted);
    }

    [Fact]
    public async Task Endpoint_SendsNonsense_IsAborted()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(context => context.Response.WriteAsync("data: <html>\n\n"));
        await using var companion = await StartAsync(endpoint);

        (await FailureAsync(companion)).StatusCode.Should().Be(StatusCode.Aborted);
    }

    private static Task<CompanionFixture> StartAsync(FakeEndpoint endpoint, Action<CompanionOptions>? configure = null) =>
        CompanionFixture.StartAsync(options =>
        {
            (options.ModelEndpoint, options.ModelName, options.ModelApiKey) = (endpoint.Url, "test-model", "sk-secret");
            configure?.Invoke(options);
        });

    private static async Task<RpcException> FailureAsync(CompanionFixture companion, string? run = null)
    {
        var ask = () => companion.AskAsync("hello", run: run);
        return (await ask.Should().ThrowAsync<RpcException>()).Which;
    }

    private static List<string?> Texts(JsonElement request) =>
        [.. request.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content")).Select(content =>
            content.ValueKind == JsonValueKind.Array ? content[0].GetProperty("text").GetString() : content.GetString())];
}
