using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Smartbox.Protocol.Agent.V1;

namespace Smartbox.Companion.Tests;

public sealed class RunTests
{
    [Fact]
    public async Task Fact_AfterARestart_IsKnownInANewSession()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.AskAsync("remember that my cat is called Miso", session: "main");
        await companion.StopAsync();

        await companion.StartAgainAsync();

        (await companion.AskAsync("what is my cat called?", session: "another")).Should().Be("Your cat is called Miso.");
    }

    [Fact]
    public async Task Run_AnsweredBefore_GivesTheStoredAnswerAndAsksNoModel()
    {
        var model = new FakeModel("the first answer", "another answer");
        await using var companion = await CompanionFixture.StartAsync(model: model);
        await companion.AskAsync("hello", run: "run-1");

        var again = await companion.RunAsync("hello", run: "run-1");

        again.Final.Should().Be("the first answer");
        again.Deltas.Should().BeEmpty();
        model.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Run_AnsweredBeforeARestart_GivesTheStoredAnswer()
    {
        await using var companion = await CompanionFixture.StartAsync(model: new FakeModel("the first answer"));
        await companion.AskAsync("hello", run: "run-1");
        await companion.StopAsync();
        await companion.StartAgainAsync(model: new FakeModel("another answer"));

        (await companion.AskAsync("hello", run: "run-1")).Should().Be("the first answer");
    }

    [Fact]
    public async Task Run_SameNameInAnotherSession_IsAnotherRun()
    {
        await using var companion = await CompanionFixture.StartAsync(model: new FakeModel("one", "two"));

        (await companion.AskAsync("hello", session: "a", run: "run-1")).Should().Be("one");
        (await companion.AskAsync("hello", session: "b", run: "run-1")).Should().Be("two");
    }

    [Fact]
    public async Task Run_Answered_IsOnTheDiskBeforeTheFinalFrame()
    {
        await using var companion = await CompanionFixture.StartAsync(model: new FakeModel("durable"));

        await companion.AskAsync("hello", run: "run-1");

        // A copy of the files as they are now is what a crash would leave.
        ReadCopy(companion, "SELECT answer FROM runs WHERE run = 'run-1'").Should().Equal("durable");
    }

    [Fact]
    public async Task Run_CompanionDiesWhileTheModelSpeaks_IsRunAgainWithoutTheMessageTwice()
    {
        var dying = new FakeModel("half an ans") { HangsAtTheEnd = true };
        await using var companion = await CompanionFixture.StartAsync(model: dying);
        using (var call = companion.Client.Run(new RunRequest { Session = "main", Run = "run-1", User = "alice", Text = "hello" }))
        {
            (await call.ResponseStream.MoveNext(new CancellationTokenSource(CompanionFixture.Deadline).Token)).Should().BeTrue();
            await companion.StopAsync();
        }

        var model = new FakeModel("the whole answer");
        await companion.StartAgainAsync(model: model);
        var answer = await companion.AskAsync("hello", run: "run-1");
        await companion.AskAsync("and then?", run: "run-2");

        answer.Should().Be("the whole answer");
        model.Requests[1].Where(message => message.Role != ChatRole.System).Select(message => message.Text)
            .Should().Equal("hello", "the whole answer", "and then?");
    }

    [Fact]
    public async Task Run_CompanionStops_IsUnavailableSoThatTheRelayRunsItAgain()
    {
        await using var companion = await CompanionFixture.StartAsync(model: new FakeModel("x") { HangsAtTheEnd = true });
        using var call = companion.Client.Run(new RunRequest { Session = "main", Run = "run-1", User = "alice", Text = "hello" });
        await call.ResponseStream.MoveNext(CancellationToken.None);

        var stopping = companion.StopServerAsync();
        var read = () => call.ResponseStream.MoveNext(CancellationToken.None);

        (await read.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable);
        await stopping;
    }

    [Fact]
    public async Task Run_InterruptedAfterItSetAReminder_LeavesOneReminder()
    {
        var dying = new FakeModel(new FunctionCallContent("1", "remind", new Dictionary<string, object?> { ["text"] = "stretch", ["inMinutes"] = 10 }))
        {
            HangsAfterTools = true,
        };
        await using var companion = await CompanionFixture.StartAsync(model: dying);
        using (var call = companion.Client.Run(new RunRequest { Session = "main", Run = "run-1", User = "alice", Text = "remind me in 10 minutes to stretch" }))
        {
            await dying.ToolsAnswered.WaitAsync(CompanionFixture.Deadline);
            ReadCopy(companion, "SELECT text FROM reminders").Should().Equal("stretch");
            await companion.StopAsync();
        }

        companion.Time.Advance(TimeSpan.FromMinutes(2));
        await companion.StartAgainAsync();
        var answer = await companion.AskAsync("remind me in 10 minutes to stretch", run: "run-1");

        answer.Should().Be("I will remind you today 09:10 UTC: stretch.", "ten minutes from when the user said it");
        ReadCopy(companion, "SELECT text FROM reminders").Should().Equal("stretch");
    }

    [Fact]
    public async Task Run_CalledTwiceAtOnce_AsksTheModelOnce()
    {
        var model = new FakeModel("once") { WaitsForRelease = true };
        await using var companion = await CompanionFixture.StartAsync(model: model);
        var first = companion.AskAsync("hello", run: "run-1");
        await model.Asked.WaitAsync(CompanionFixture.Deadline);
        var second = companion.AskAsync("hello", run: "run-1");

        model.Release();

        (await first).Should().Be("once");
        (await second).Should().Be("once");
        model.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Run_CallerLeaves_LeavesTheSessionUsable()
    {
        var model = new FakeModel("never", "second") { WaitsForRelease = true };
        await using var companion = await CompanionFixture.StartAsync(model: model);
        using (companion.Client.Run(new RunRequest { Session = "main", Run = "run-1", User = "alice", Text = "hello" }))
        {
            await model.Asked.WaitAsync(CompanionFixture.Deadline);
        }

        model.Release();

        (await companion.AskAsync("hello again", run: "run-2")).Should().Be("second");
    }

    [Fact]
    public async Task History_Long_IsBoundedByMessagesAndCharacters()
    {
        var model = new FakeModel(Enumerable.Range(0, 20).Select(i => $"answer {i}").ToArray<object>());
        await using var companion = await CompanionFixture.StartAsync(
            options => (options.HistoryMessages, options.HistoryCharacters) = (4, 30), model);
        for (var i = 0; i < 6; i++)
        {
            await companion.AskAsync($"question {i}");
        }

        var last = model.Requests[^1].Where(message => message.Role != ChatRole.System).Select(message => message.Text);

        // 8 + 10 + 8 characters fit into 30; the fourth message would not.
        last.Should().Equal("answer 3", "question 4", "answer 4", "question 5");
    }

    [Fact]
    public async Task Instructions_OfTheBox_AndItsSettings_AndFacts_AreTold()
    {
        var model = new FakeModel("ok", "ok");
        await using var companion = await CompanionFixture.StartAsync(model: model);
        companion.Configure("instructions.md", "You are a pirate.");
        companion.Configure("language", "de");
        companion.Configure("modelEndpoint", "https://example.com/v1");
        await companion.StopAsync();
        await companion.StartAgainAsync();
        await companion.AskAsync("my cat is called Miso");
        await companion.StopAsync();
        await companion.StartAgainAsync(model: model);

        await companion.AskAsync("hello");

        var system = model.Requests.Single().First(message => message.Role == ChatRole.System).Text;
        system.Should().Contain("You are a pirate.").And.Contain("language: de").And.Contain("- my cat is called Miso")
            .And.Contain("Wednesday, 2026-11-25 09:00 (UTC)").And.NotContain("example.com");
    }

    [Theory]
    [InlineData("", "run", "text")]
    [InlineData("main", "", "text")]
    [InlineData("main", "run", "")]
    public async Task Run_WithoutANeededField_IsRefused(string session, string run, string text)
    {
        await using var companion = await CompanionFixture.StartAsync();
        using var call = companion.Client.Run(new RunRequest { Session = session, Run = run, Text = text });

        var read = () => call.ResponseStream.MoveNext(CancellationToken.None);

        (await read.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Ready_NamesTheModel()
    {
        await using var companion = await CompanionFixture.StartAsync();

        (await companion.Client.ReadyAsync(new ReadyRequest())).Model.Should().Be("scripted");
    }

    [Fact]
    public async Task Database_OfANewerCompanion_IsNotOpened()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.StopAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(companion.StatePath, "companion.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            await command.ExecuteNonQueryAsync();
        }

        var start = () => companion.StartAgainAsync();

        (await start.Should().ThrowAsync<CompanionException>()).Which.Message.Should().Contain("schema 99");
    }

    [Fact]
    public async Task Database_Damaged_IsNotReplacedByAnEmptyOne()
    {
        await using var companion = await CompanionFixture.StartAsync();
        await companion.StopAsync();
        var file = Path.Combine(companion.StatePath, "companion.db");
        await File.WriteAllTextAsync(file, new string('x', 8192));

        var start = () => companion.StartAgainAsync();

        await start.Should().ThrowAsync<CompanionException>();
        (await File.ReadAllTextAsync(file)).Should().StartWith("xxx");
    }

    private static List<string> ReadCopy(CompanionFixture companion, string query)
    {
        var copy = Directory.CreateTempSubdirectory("copy").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(companion.StatePath).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            using var connection = new SqliteConnection($"Data Source={Path.Combine(copy, "companion.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of the tests
            command.CommandText = query;
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            var values = new List<string>();
            while (reader.Read())
            {
                values.Add(reader.GetString(0));
            }

            return values;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}

/// <summary>A model that says prepared things: texts, function calls or exceptions, one for each request.</summary>
internal sealed class FakeModel(params object[] steps) : IChatClient
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _toolsAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;

    public List<IReadOnlyList<ChatMessage>> Requests { get; } = [];

    public bool HangsAtTheEnd { get; init; }

    public bool HangsAfterTools { get; init; }

    public bool WaitsForRelease { get; init; }

    public Task Asked => _asked.Task;

    public Task ToolsAnswered => _toolsAnswered.Task;

    public void Release() => _release.SetResult();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Requests.Add([.. messages]);
        _asked.TrySetResult();
        if (HangsAfterTools && messages.Any(message => message.Role == ChatRole.Tool))
        {
            _toolsAnswered.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        if (WaitsForRelease)
        {
            await _release.Task.WaitAsync(cancellationToken);
        }

        switch (steps[Math.Min(_next++, steps.Length - 1)])
        {
            case Exception exception:
                throw exception;
            case AIContent content:
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
                break;
            case var text:
                yield return new ChatResponseUpdate(ChatRole.Assistant, (string)text);
                break;
        }

        if (HangsAtTheEnd)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
