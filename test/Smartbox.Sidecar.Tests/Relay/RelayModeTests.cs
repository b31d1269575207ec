using System.Net;
using Grpc.Core;
using Smartbox.Protocol;
using Smartbox.Protocol.Agent.V1;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Relay;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Tests.Relay.Fakes;
using Kind = Smartbox.Protocol.V1.Event.Types.Kind;

namespace Smartbox.Sidecar.Tests.Relay;

/// <summary>The relay as the gateway sees it, over TLS, with an agent on loopback.</summary>
public sealed class RelayModeTests : IAsyncLifetime
{
    private readonly TestRelay _relay = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _relay.DisposeAsync();

    [Fact]
    public async Task Attach_Input_StreamsItsAnswerInOrder()
    {
        await _relay.StartAsync();
        using var stream = new TestStream(_relay.Client.Attach(_relay.Valid()));

        var opened = await stream.OpenAsync(new Open { Client = "test" });
        await stream.InputAsync("m1", "hello");
        var final = await stream.UntilEventAsync(Kind.Final);

        opened.Should().Be(new Opened { Session = "main", Epoch = (ulong)TestPod.Epoch, NextSeq = 1 });
        final.Text.Should().Be("you said: hello");
        var events = stream.Events.ToList();
        events[0].Should().Match<Event>(input => input.Kind == Kind.Input && input.Text == "hello" && input.Run == "m1");
        string.Concat(events.Where(read => read.Kind == Kind.Delta).Select(read => read.Text)).Should().Be("you said: hello");
        events.Select(read => read.Seq).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        _relay.Agent.Runs.Should().ContainSingle().Which.Should().Be(
            new RunRequest { Session = "main", Run = "m1", User = "operator", Text = "hello" });
    }

    [Fact]
    public async Task Attach_WithLastSeq_MissesAndRepeatsNothing_AlsoAfterTheRelayRestarted()
    {
        await _relay.StartAsync();
        using (var first = await _relay.AttachAsync())
        {
            await first.InputAsync("m1", "one");
            await first.UntilEventAsync(Kind.Final);
        }

        var all = await HistoryAsync();
        for (var seq = 0UL; seq <= all[^1].Seq; seq++)
        {
            await ShouldResumeAsync(seq, all);
        }

        await _relay.StopAsync();
        await _relay.StartAsync(withAgent: false);
        for (var seq = 0UL; seq <= all[^1].Seq; seq++)
        {
            await ShouldResumeAsync(seq, all);
        }

        (await _relay.SendAsync("m2", "two")).Seq.Should().BeGreaterThan(all[^1].Seq);
    }

    [Fact]
    public async Task Attach_AfterMoreThanThereIs_IsTold()
    {
        await _relay.StartAsync();
        await _relay.SendAsync("m1", "one");
        using var stream = await _relay.AttachAsync(new Open { LastSeq = 1000 });

        var reset = await stream.UntilAsync(frame => frame.FrameCase == AttachResponse.FrameOneofCase.Reset);
        await stream.InputAsync("m2", "two");
        await stream.UntilEventAsync(Kind.Final, "m2");

        reset.Should().NotBeNull();
        stream.Events.Should().OnlyContain(read => read.Run == "m2");
    }

    [Fact]
    public async Task Attach_SkippingHistory_SeesOnlyWhatComes()
    {
        await _relay.StartAsync();
        await _relay.SendAsync("m1", "one");
        using var stream = await _relay.AttachAsync(new Open { SkipHistory = true });

        await stream.InputAsync("m2", "two");
        await stream.UntilEventAsync(Kind.Final, "m2");

        stream.Events.Should().OnlyContain(read => read.Run == "m2");
    }

    [Fact]
    public async Task Attach_ClientEndsItsSide_GetsTheAnswerAndThenTheEnd()
    {
        await _relay.StartAsync();
        using var stream = await _relay.AttachAsync();

        await stream.InputAsync("m1", "one");
        await stream.CompleteAsync();
        await stream.EndAsync();

        stream.Events.Last().Kind.Should().Be(Kind.Final);
    }

    [Fact]
    public async Task Attach_FirstFrameIsNotOpen_IsRefused()
    {
        await _relay.StartAsync();
        using var stream = new TestStream(_relay.Client.Attach(_relay.Valid()));

        await stream.InputAsync("m1", "one");

        await ShouldFailAsync(stream.EndAsync, StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Send_Repeated_GivesTheSameAnswerAndRunsTheAgentOnce()
    {
        await _relay.StartAsync();
        var release = new TaskCompletionSource();
        _relay.Agent.OnRun = async (_, _, final, _) =>
        {
            await release.Task;
            await final($"answer {_relay.Agent.Runs.Count}");
        };

        var together = Enumerable.Range(0, 5).Select(_ => _relay.SendAsync("m1", "one")).ToList();
        await Eventually.BeAsync(() => !_relay.Agent.Runs.IsEmpty, "the agent runs");
        release.SetResult();
        var answers = await Task.WhenAll(together);
        var later = await _relay.SendAsync("m1", "one");
        await _relay.StopAsync();
        await _relay.StartAsync(withAgent: false);
        var afterRestart = await _relay.SendAsync("m1", "one");

        _relay.Agent.Runs.Should().ContainSingle();
        answers.Append(later).Append(afterRestart).Distinct().Should().ContainSingle().Which.Text.Should().Be("answer 1");
    }

    [Fact]
    public async Task Inputs_OfOneSession_RunOneAfterAnother_AndOfTwoSessionsTogether()
    {
        await _relay.StartAsync();
        var release = new TaskCompletionSource();
        _relay.Agent.OnRun = async (request, _, final, _) =>
        {
            await release.Task;
            await final(request.Text);
        };

        var first = _relay.SendAsync("a1", "1", "a");
        await Eventually.BeAsync(() => _relay.Agent.Runs.Count == 1, "the first runs");
        var second = _relay.SendAsync("a2", "2", "a");
        var other = _relay.SendAsync("b1", "3", "b");
        await Eventually.BeAsync(() => _relay.Agent.Runs.Count == 2, "the other session's runs");
        using var stream = await _relay.AttachAsync(new Open { Session = "a" });
        await stream.UntilEventAsync(Kind.Input, "a2");

        _relay.Agent.Runs.Select(run => run.Run).Should().Equal("a1", "b1");
        release.SetResult();
        await Task.WhenAll(first, second, other);
        _relay.Agent.Runs.Select(run => run.Run).Should().Equal("a1", "b1", "a2");
    }

    [Fact]
    public async Task Agent_DiesInARun_RunsItAgainAndSaysSo()
    {
        await _relay.StartAsync();
        _relay.Agent.OnRun = async (_, delta, _, cancellationToken) =>
        {
            await delta("half an ans");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        using var stream = await _relay.AttachAsync();
        await stream.InputAsync("m1", "one");
        await stream.UntilEventAsync(Kind.Delta);

        await _relay.Agent.KillAsync();
        _relay.Agent.OnRun = async (_, delta, final, _) =>
        {
            await delta("whole");
            await final("whole");
        };
        await _relay.Agent.StartAsync();
        var final = await stream.UntilEventAsync(Kind.Final);

        final.Text.Should().Be("whole");
        stream.Events.Select(read => read.Kind).Should().Equal(Kind.Input, Kind.Delta, Kind.Restarted, Kind.Delta, Kind.Final);
        stream.Events.Select(read => read.Seq).Should().Equal(1, 2, 3, 4, 5);
        (await HistoryAsync()).Should().Equal(stream.Events);
        _relay.Agent.Runs.Should().HaveCount(2).And.OnlyContain(run => run.Run == "m1" && run.Text == "one");
    }

    [Fact]
    public async Task Agent_DiesInEveryTry_EndsTheRunWithAnError()
    {
        await _relay.StartAsync();
        _relay.Agent.OnRun = async (_, delta, _, _) =>
        {
            await delta("x");
            throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
        };

        var error = await ShouldFailAsync(() => _relay.SendAsync("m1", "one"), StatusCode.Aborted);

        RpcErrors.InfoOf(error)!.Reason.Should().Be(RunCodes.AgentDied);
        _relay.Agent.Runs.Should().HaveCount(3);
        (await HistoryAsync()).Count(read => read.Kind == Kind.Restarted).Should().Be(2);
    }

    [Fact]
    public async Task Agent_AnswersWithAnError_EndsTheRunWithItAndGoesOn()
    {
        await _relay.StartAsync();
        var answer = _relay.Agent.OnRun;
        _relay.Agent.OnRun = (_, _, _, _) => throw new RpcException(new Status(StatusCode.FailedPrecondition, "The key is wrong."));

        var error = await ShouldFailAsync(() => _relay.SendAsync("m1", "one"), StatusCode.Aborted);
        _relay.Agent.OnRun = answer;
        var next = await _relay.SendAsync("m2", "two");

        error.Status.Detail.Should().Be("The key is wrong.");
        RpcErrors.InfoOf(error)!.Reason.Should().Be(nameof(StatusCode.FailedPrecondition));
        next.Text.Should().Be("you said: two");
        _relay.Agent.Runs.Should().HaveCount(2);
    }

    [Fact]
    public async Task Agent_NotThereForTooLong_EndsTheRunWithAnError()
    {
        _relay.Options = _relay.Options with { AgentPatience = TimeSpan.FromMilliseconds(50) };
        await _relay.StartAsync();
        await _relay.Agent.KillAsync();

        var error = await ShouldFailAsync(() => _relay.SendAsync("m1", "one"), StatusCode.Aborted);

        RpcErrors.InfoOf(error)!.Reason.Should().Be(RunCodes.AgentUnavailable);
        (await HistoryAsync()).Select(read => read.Kind).Should().Equal(Kind.Input, Kind.Error);
    }

    [Fact]
    public async Task Relay_StopsInARun_RunsItAgainAtItsNextStart()
    {
        await _relay.StartAsync();
        var answer = _relay.Agent.OnRun;
        _relay.Agent.OnRun = async (_, delta, _, cancellationToken) =>
        {
            await delta("half");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        ulong seen;
        using (var stream = await _relay.AttachAsync())
        {
            await stream.InputAsync("m1", "one");
            await stream.InputAsync("m2", "two");
            await stream.UntilEventAsync(Kind.Delta);
            var goAway = stream.UntilAsync(frame => frame.FrameCase == AttachResponse.FrameOneofCase.GoAway);
            await _relay.StopAsync();
            (await goAway).GoAway.Reason.Should().Be(ErrorReasons.Draining);
            seen = stream.LastSeq;
        }

        _relay.Agent.OnRun = answer;
        await _relay.StartAsync(withAgent: false);
        using var resumed = await _relay.AttachAsync(new Open { LastSeq = seen });
        await resumed.UntilEventAsync(Kind.Final, "m2");

        resumed.Events.First().Seq.Should().Be(seen + 1);
        resumed.Events.Where(read => read.Run == "m1" && read.Kind is not Kind.Delta).Select(read => read.Kind).Should().ContainInOrder(Kind.Restarted, Kind.Final);
        resumed.Events.Where(read => read.Run == "m2").Select(read => read.Kind).Should().NotContain(Kind.Restarted);
        _relay.Agent.Runs.Select(run => run.Run).Should().Equal("m1", "m1", "m2");
        (await _relay.SendAsync("m2", "two")).Text.Should().Be("you said: two");
        _relay.Agent.Runs.Should().HaveCount(3);
    }

    [Fact]
    public async Task Cancel_RunningAndWaiting_EndsBothWithAnError()
    {
        await _relay.StartAsync();
        var ended = new TaskCompletionSource();
        _relay.Agent.OnRun = async (_, delta, _, cancellationToken) =>
        {
            await delta("half");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.TrySetResult();
        };
        using var stream = await _relay.AttachAsync();
        await stream.InputAsync("m1", "one");
        await stream.InputAsync("m2", "two");
        await stream.UntilEventAsync(Kind.Delta);

        await stream.CancelAsync("m2");
        await stream.CancelAsync("m1");
        var first = await stream.UntilEventAsync(Kind.Error, "m1");
        var second = await stream.UntilEventAsync(Kind.Error, "m2");

        first.Code.Should().Be(RunCodes.Cancelled);
        second.Code.Should().Be(RunCodes.Cancelled);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        _relay.Agent.Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Notice_IsKeptInItsSessionOnceAndAcknowledged()
    {
        await _relay.StartAsync();
        _relay.Agent.Notices.Writer.TryWrite(new Notice { Id = "n1", Session = "work", Text = "Stand up." });
        _relay.Agent.Notices.Writer.TryWrite(new Notice { Id = "n1", Session = "work", Text = "Stand up." });
        _relay.Agent.Notices.Writer.TryWrite(new Notice { Id = "n2", Session = "", Text = "Tea." });

        await Eventually.BeAsync(() => _relay.Agent.Acknowledged.Count == 3, "all are acknowledged");

        (await HistoryAsync("work")).Should().ContainSingle().Which.Should().Match<Event>(read => read.Kind == Kind.Notice && read.Text == "Stand up.");
        (await HistoryAsync()).Should().ContainSingle().Which.Text.Should().Be("Tea.");
        await _relay.StopAsync();
        await _relay.StartAsync(withAgent: false);
        _relay.Agent.Notices.Writer.TryWrite(new Notice { Id = "n1", Session = "work", Text = "Stand up." });
        await Eventually.BeAsync(() => _relay.Agent.Acknowledged.Count == 4, "it is acknowledged again");
        (await HistoryAsync("work")).Should().ContainSingle();
    }

    [Fact]
    public async Task Reader_ThatTakesNothing_IsDisconnectedAndResumes()
    {
        _relay.Options = _relay.Options with { StallTimeout = TimeSpan.FromMilliseconds(300) };
        await _relay.StartAsync();
        var text = new string('x', 100_000);
        for (var i = 0; i < 12; i++)
        {
            await _relay.SendAsync($"m{i}", text);
        }

        using var channel = _relay.Pod.Dial(_relay.Address);
        using var stalled = new TestStream(new SessionService.SessionServiceClient(channel).Attach(_relay.Valid()));
        await stalled.OpenAsync(new Open());
        var error = await ShouldFailAsync(
            async () =>
            {
                // The other end has given up before anything more is read.
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                await stalled.EndAsync();
            },
            StatusCode.ResourceExhausted);
        using var resumed = await _relay.AttachAsync(new Open { LastSeq = stalled.LastSeq });
        await resumed.UntilEventAsync(Kind.Final, "m11");

        RpcErrors.InfoOf(error)!.Reason.Should().Be(ErrorReasons.SlowReader);
        var all = await HistoryAsync();
        stalled.Events.Concat(resumed.Events).Where(read => read.Kind != Kind.Delta).Select(read => (read.Seq, read.Kind))
            .Should().Equal(all.Where(read => read.Kind != Kind.Delta).Select(read => (read.Seq, read.Kind)));
    }

    [Fact]
    public async Task History_IsPagedAndCanLeaveDeltasOut()
    {
        await _relay.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await _relay.SendAsync($"m{i}", $"{i}");
        }

        List<Event> paged = [];
        var after = 0UL;
        do
        {
            var page = await _relay.Client.HistoryAsync(new HistoryRequest { AfterSeq = after, Limit = 3 }, _relay.Valid());
            page.Events.Count.Should().BeLessThanOrEqualTo(3);
            paged.AddRange(page.Events);
            after = page.NextAfterSeq;
        }
        while (after != 0);

        paged.Should().Equal((await HistoryAsync()).Where(read => read.Kind != Kind.Delta));
        paged.Should().HaveCount(10);
        (await HistoryAsync("never-used")).Should().BeEmpty();
        Directory.GetFiles(_relay.Folder, "never-used*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Theory]
    [InlineData("UPPER", "m1", 5)]
    [InlineData("../../escape", "m1", 5)]
    [InlineData("main", "", 5)]
    [InlineData("main", "has space", 5)]
    [InlineData("main", "12345678901234567890123456789012345678901234567890123456789012345", 5)]
    [InlineData("main", "m1", 0)]
    [InlineData("main", "m1", (256 * 1024) + 1)]
    public async Task Send_OutOfBounds_IsRefused(string session, string id, int length)
    {
        await _relay.StartAsync();

        await ShouldFailAsync(() => _relay.SendAsync(id, new string('x', length), session), StatusCode.InvalidArgument);

        _relay.Agent.Runs.Should().BeEmpty();
    }

    [Fact]
    public async Task Sessions_BeyondTheLimit_AreRefusedAndTheOthersGoOn()
    {
        _relay.Options = _relay.Options with { MaxSessions = 2 };
        await _relay.StartAsync();
        await _relay.SendAsync("m1", "one", "a");
        await _relay.SendAsync("m1", "one", "b");

        var error = await ShouldFailAsync(() => _relay.SendAsync("m1", "one", "c"), StatusCode.ResourceExhausted);

        RpcErrors.InfoOf(error)!.Reason.Should().Be(ErrorReasons.TooManySessions);
        (await _relay.SendAsync("m2", "two", "a")).Text.Should().Be("you said: two");
    }

    [Fact]
    public async Task Calls_WithoutAnAssertionForThisBoxAndEpoch_AreRefused()
    {
        await _relay.StartAsync();
        Metadata[] refused =
        [
            [],
            _relay.Valid(box: "another"),
            _relay.Valid(epoch: TestPod.Epoch - 1),
            _relay.Valid(epoch: TestPod.Epoch + 1),
            _relay.Valid(issuer: AssertionIssuers.Operator),
        ];

        foreach (var metadata in refused)
        {
            await ShouldFailAsync(async () => await _relay.Client.HistoryAsync(new HistoryRequest(), metadata), StatusCode.Unauthenticated);
            await ShouldFailAsync(new TestStream(_relay.Client.Attach(metadata)).EndAsync, StatusCode.Unauthenticated);
        }
    }

    [Fact]
    public async Task Readiness_AsksTheAgent_AndOneAnswerHoldsForASecond()
    {
        await _relay.StartAsync();
        using var client = _relay.Pod.HttpClient();
        await Eventually.BeAsync(() => _relay.Agent.ReadyCalls > 0, "the relay has asked");

        var before = _relay.Agent.ReadyCalls;
        for (var i = 0; i < 20; i++)
        {
            (await client.GetAsync(_relay.Address + PodContract.ReadinessPath)).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (_relay.Agent.ReadyCalls - before).Should().BeLessThan(10);
        _relay.Agent.IsReady = false;
        HttpResponseMessage? answer = null;
        for (var i = 0; i < 2000 && answer?.StatusCode != HttpStatusCode.ServiceUnavailable; i++)
        {
            answer = await client.GetAsync(_relay.Address + PodContract.ReadinessPath);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        (await answer!.Content.ReadAsStringAsync()).Should().Contain("still loading");
    }

    private async Task ShouldResumeAsync(ulong seq, IReadOnlyList<Event> all)
    {
        using var stream = await _relay.AttachAsync(new Open { LastSeq = seq });
        await stream.CompleteAsync();
        await stream.EndAsync();
        var expected = all.Where(read => read.Seq > seq).ToList();
        stream.Events.Where(read => read.Kind != Kind.Delta).Should().Equal(expected.Where(read => read.Kind != Kind.Delta));
        string.Concat(stream.Events.Where(read => read.Kind == Kind.Delta).Select(read => read.Text))
            .Should().Be(string.Concat(expected.Where(read => read.Kind == Kind.Delta).Select(read => read.Text)));
    }

    private async Task<IReadOnlyList<Event>> HistoryAsync(string session = "")
    {
        List<Event> events = [];
        ulong after = 0;
        do
        {
            var request = new HistoryRequest { Session = session, AfterSeq = after, Limit = 1000, IncludeDeltas = true };
            var page = await _relay.Client.HistoryAsync(request, _relay.Valid());
            events.AddRange(page.Events);
            after = page.NextAfterSeq;
        }
        while (after != 0);
        return events;
    }

    private static async Task<RpcException> ShouldFailAsync(Func<Task> call, StatusCode code)
    {
        var error = (await FluentActions.Awaiting(call).Should().ThrowAsync<RpcException>()).Which;
        error.StatusCode.Should().Be(code);
        return error;
    }
}
