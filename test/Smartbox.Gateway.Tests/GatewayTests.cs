using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Smartbox.Api.Resources;
using Smartbox.Gateway.Hosting;
using Smartbox.Gateway.Tests.Fakes;
using Smartbox.Protocol;
using Smartbox.Protocol.Assertions;
using Smartbox.Protocol.Errors;
using Smartbox.Protocol.V1;
using Smartbox.Sidecar.Tests.Fakes;
using Smartbox.Sidecar.Tests.Relay.Fakes;
using Kind = Smartbox.Protocol.V1.Event.Types.Kind;

namespace Smartbox.Gateway.Tests;

/// <summary>A user's calls, through the gateway and a real relay to an agent.</summary>
public sealed class GatewayTests : IAsyncLifetime
{
    private readonly TestGateway _gateway = new();

    private FakeAgent Agent => _gateway.Relay.Agent;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Attach_Owner_TalksToTheAgentInTheirOwnName()
    {
        await _gateway.StartAsync();
        using var stream = new TestStream(_gateway.Sessions.Attach(_gateway.As(TestGateway.Alice)));

        var opened = await stream.OpenAsync(new Open { Box = "default/alice" });
        await stream.InputAsync("m1", "hello");
        var final = await stream.UntilEventAsync(Kind.Final);

        opened.Epoch.Should().Be((ulong)TestPod.Epoch);
        final.Text.Should().Be("you said: hello");
        Agent.Runs.Should().ContainSingle().Which.User.Should().Be(TestGateway.Alice);
        _gateway.Secrets.Reads.Should().Be(2, "no call asks the API server");
    }

    [Fact]
    public async Task SendAndHistory_Owner_GiveTheAnswerAndWhatWasSaid()
    {
        await _gateway.StartAsync();

        var sent = await _gateway.SendAsync("m1", "hello");
        var again = await _gateway.SendAsync("m1", "hello");
        var history = await _gateway.Sessions.HistoryAsync(new HistoryRequest { Box = "default/alice" }, _gateway.As(TestGateway.Alice));

        again.Should().Be(sent);
        history.Events.Select(read => read.Kind).Should().Equal(Kind.Input, Kind.Final);
        Agent.Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Box_OfSomeoneElseAndUnknown_GetTheSameAnswer()
    {
        await _gateway.StartAsync();

        foreach (var call in (Func<string, Metadata, Task>[])
        [
            (box, headers) => _gateway.SendAsync("m1", "hello", headers, box),
            async (box, headers) => await _gateway.Sessions.HistoryAsync(new HistoryRequest { Box = box }, headers),
            async (box, headers) => await _gateway.BoxClient.GetAsync(new GetBoxRequest { Box = box }, headers),
            (box, headers) => new TestStream(_gateway.Sessions.Attach(headers)).OpenAsync(new Open { Box = box }),
            async (box, headers) => await _gateway.BoxClient.WatchStatus(new GetBoxRequest { Box = box }, headers).ResponseStream.MoveNext(default),
        ])
        {
            var foreign = await ShouldFailAsync(() => call("default/alice", _gateway.As(TestGateway.Mallory)), StatusCode.NotFound);
            var unknown = await ShouldFailAsync(() => call("default/alibi", _gateway.As(TestGateway.Mallory)), StatusCode.NotFound);

            foreign.Status.Detail.Replace("alice", "alibi", StringComparison.Ordinal).Should().Be(unknown.Status.Detail);
            RpcErrors.InfoOf(foreign).Should().Be(RpcErrors.InfoOf(unknown));
            foreign.Trailers.Select(entry => entry.Key).Should().Equal(unknown.Trailers.Select(entry => entry.Key));
        }

        Agent.Runs.Should().BeEmpty();
        _gateway.Wire.Connections.Should().Be(0);
    }

    [Fact]
    public async Task Tokens_ThatAreNotTheIssuersForThisAudienceAndTime_AreRefused()
    {
        await _gateway.StartAsync();
        using var stranger = SigningKey.Create();
        var key = _gateway.Issuer;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        string[] tokens =
        [
            "",
            "not a token",
            Tokens.Of(TestGateway.Alice, stranger),
            Tokens.Hmac(TestGateway.Alice, key),
            Tokens.Unsigned(TestGateway.Alice),
            Tokens.Of("", key),
            Tokens.Of(TestGateway.Alice, key, token => token.Issuer = "someone"),
            Tokens.Of(TestGateway.Alice, key, token => token.Audience = "another-service"),
            Tokens.Of(TestGateway.Alice, key, token => token.TokenType = AssertionSigner.TokenType),
            Tokens.Of(TestGateway.Alice, key, token => token.Expires = null),
            Tokens.Of(TestGateway.Alice, key, token => (token.NotBefore, token.Expires) = (now.AddHours(-2), now.AddHours(-1))),
            Tokens.Of(TestGateway.Alice, key, token => token.NotBefore = now.AddMinutes(30)),
        ];

        foreach (var token in tokens)
        {
            await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello", TestGateway.Bearer(token)), StatusCode.Unauthenticated);
        }

        await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello", []), StatusCode.Unauthenticated);
        await ShouldFailAsync(async () => await _gateway.BoxClient.ListAsync(new ListBoxesRequest(), []), StatusCode.Unauthenticated);
        Agent.Runs.Should().BeEmpty();
    }

    [Fact]
    public async Task Assertion_FromACaller_GoesNoFurther()
    {
        await _gateway.StartAsync();
        var headers = _gateway.As(TestGateway.Alice);
        headers.Add(PodContract.AssertionMetadata, "forged");

        (await _gateway.SendAsync("m1", "hello", headers)).Text.Should().Be("you said: hello");
    }

    [Fact]
    public async Task Box_NotNamed_IsTheCallersOnlyOne()
    {
        await _gateway.StartAsync();
        _gateway.Boxes.Put(TestGateway.Box("mallory", TestGateway.Mallory, "another-uid"));
        var named = _gateway.As(TestGateway.Alice);
        named.Add(PodContract.BoxMetadata, "default/alice");

        (await _gateway.SendAsync("m1", "hello", box: "")).Text.Should().Be("you said: hello");
        _gateway.Boxes.Put(TestGateway.Box("second", TestGateway.Alice, "second-uid"));
        RpcException? ambiguous = null;
        await Eventually.BeAsync(() => _gateway.Services.GetRequiredService<Routing.RouteFeed>().Current.Boxes.Count == 3, "the second box is seen");
        ambiguous = await ShouldFailAsync(() => _gateway.SendAsync("m2", "hello", box: ""), StatusCode.InvalidArgument);
        var byMetadata = await _gateway.SendAsync("m3", "three", named, box: "");

        ambiguous.Status.Detail.Should().Contain("default/alice").And.Contain("default/second").And.NotContain("mallory");
        byMetadata.Text.Should().Be("you said: three");
        await ShouldFailAsync(() => _gateway.SendAsync("m4", "hello", _gateway.As("nobody"), box: ""), StatusCode.NotFound);
        await ShouldFailAsync(() => _gateway.SendAsync("m4", "hello", box: "a/b/c"), StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Pod_WithAnotherCertificate_IsNotSpokenTo()
    {
        _gateway.Options = _gateway.Options with { WaitTimeout = TimeSpan.FromMilliseconds(300) };
        await _gateway.StartAsync(withPod: false);
        _gateway.Pods.Put(_gateway.Pod(pin: new string('0', 64)));
        await _gateway.SeenAsync(route => route?.Pod is not null);

        await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.Unavailable);

        _gateway.Wire.Connections.Should().BeGreaterThan(0);
        Agent.Runs.Should().BeEmpty();
    }

    [Fact]
    public async Task Pod_OfAnotherEpoch_RefusesAndTheCallIsAborted()
    {
        _gateway.Options = _gateway.Options with { EpochPatience = TimeSpan.FromMilliseconds(100) };
        await _gateway.StartAsync(withPod: false);
        _gateway.Pods.Put(_gateway.Pod(epoch: TestPod.Epoch - 1));
        await _gateway.SeenAsync(route => route?.Pod is not null);

        var error = await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.Aborted);

        RpcErrors.InfoOf(error)!.Reason.Should().Be(ErrorReasons.EpochChanged);
        Agent.Runs.Should().BeEmpty();
    }

    [Fact]
    public async Task Pod_ThatWasReplacedMeanwhile_GetsTheCallOnce()
    {
        await _gateway.StartAsync(withPod: false);
        _gateway.Pods.Put(_gateway.Pod(epoch: TestPod.Epoch - 1, uid: "old-pod"));
        await _gateway.SeenAsync(route => route?.Pod is not null);

        var sending = _gateway.SendAsync("m1", "hello");
        await Eventually.BeAsync(() => _gateway.Wire.Connections > 0, "the old pod is asked");
        _gateway.Pods.Put(_gateway.Pod());

        (await sending).Text.Should().Be("you said: hello");
        Agent.Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Pod_OfAStranger_WithTheBoxsLabel_IsNotARoute()
    {
        _gateway.Options = _gateway.Options with { WaitTimeout = TimeSpan.FromMilliseconds(100) };
        await _gateway.StartAsync(withPod: false);
        _gateway.Pods.Put(_gateway.Pod(boxUid: "stranger"));
        await Eventually.BeAsync(() => _gateway.Services.GetRequiredService<Routing.RouteFeed>().Current.PodUids.Count == 1, "the pod is seen");

        await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.Unavailable);

        _gateway.Wire.Connections.Should().Be(0);
    }

    [Fact]
    public async Task Box_ThatIsOff_SaysSo()
    {
        await _gateway.StartAsync();
        _gateway.Boxes.Put(TestGateway.Box(power: PowerMode.Off));
        await _gateway.SeenAsync(route => route!.IsOff);

        var error = await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.FailedPrecondition);

        RpcErrors.InfoOf(error)!.Reason.Should().Be(ErrorReasons.BoxOff);
    }

    [Fact]
    public async Task Attach_WhileTheBoxStarts_ShowsItAndOpensWhenThePodAnswers()
    {
        await _gateway.StartAsync(withPod: false);
        _gateway.Wire.Disconnect();
        using var stream = new TestStream(_gateway.Sessions.Attach(_gateway.As(TestGateway.Alice)));
        var opening = stream.OpenAsync(new Open { Box = "default/alice" });
        await Eventually.BeAsync(() => stream.Frames.Count > 0, "a state is shown");

        _gateway.Pods.Put(_gateway.Pod());
        await Eventually.BeAsync(() => _gateway.Wire.Connections > 2, "the pod is dialled before it listens");
        opening.IsCompleted.Should().BeFalse();
        _gateway.Wire.ConnectTo(_gateway.Relay.Address);
        await opening;
        await stream.InputAsync("m1", "hello");
        await stream.UntilEventAsync(Kind.Final);

        stream.Frames.TakeWhile(frame => frame.FrameCase == AttachResponse.FrameOneofCase.State).Select(frame => frame.State.Phase)
            .Should().StartWith(BoxState.Types.Phase.Starting).And.EndWith(BoxState.Types.Phase.Ready);
        Agent.Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Box_ThatDoesNotStartInTime_SaysWhyAndWhenToTryAgain()
    {
        _gateway.Options = _gateway.Options with { WaitTimeout = TimeSpan.FromMilliseconds(100) };
        await _gateway.StartAsync(withPod: false);

        var error = await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.Unavailable);

        RpcErrors.InfoOf(error)!.Reason.Should().Be("Running");
        RpcErrors.InfoOf(error)!.Metadata[RpcErrors.DeliveredKey].Should().Be(Delivered.None);
        RpcErrors.RetryAfter(error).Should().BePositive();
    }

    [Fact]
    public async Task Calls_BeyondThoseThatMayWait_AreRefusedWithTheLimit()
    {
        _gateway.Options = _gateway.Options with { MaxHeldPerBox = 2 };
        await _gateway.StartAsync(withPod: false);
        var held = _gateway.Services.GetRequiredService<Pods.HeldCalls>();
        await _gateway.SeenAsync(route => route is not null);
        var route = _gateway.Services.GetRequiredService<Routing.RouteFeed>().Current.Boxes.Values.Single();
        using var first = held.Enter(route);
        using (held.Enter(route))
        {
            var error = await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.ResourceExhausted);
            RpcErrors.InfoOf(error)!.Reason.Should().Be(ErrorReasons.TooManyWaiting);
            error.Status.Detail.Should().Contain("this box");
        }

        var waiting = _gateway.SendAsync("m2", "hello");
        _gateway.Pods.Put(_gateway.Pod());
        (await waiting).Text.Should().Be("you said: hello");
    }

    [Fact]
    public async Task Attach_PodLostWhileNothingWasSent_SaysThatNothingWasDelivered()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        _gateway.Wire.Cut();
        var error = await ShouldFailAsync(stream.EndAsync, StatusCode.Unavailable);

        RpcErrors.InfoOf(error)!.Reason.Should().Be(ErrorReasons.UpstreamLost);
        RpcErrors.InfoOf(error)!.Metadata[RpcErrors.DeliveredKey].Should().Be(Delivered.None);
        RpcErrors.RetryAfter(error).Should().BePositive();
    }

    [Fact]
    public async Task Attach_PodLostAfterAnInput_SaysThatItMayHaveArrived_AndResumingGivesTheAnswerOnce()
    {
        await _gateway.StartAsync();
        RpcException error;
        using (var stream = await _gateway.AttachAsync())
        {
            _gateway.Wire.SwallowsAnswers = true;
            await stream.InputAsync("m1", "hello");
            await Eventually.BeAsync(() => !Agent.Runs.IsEmpty, "the input arrived");
            _gateway.Wire.Cut();
            error = await ShouldFailAsync(stream.EndAsync, StatusCode.Unavailable);
        }

        _gateway.Wire.SwallowsAnswers = false;
        using var resumed = await _gateway.AttachAsync(new Open { Box = "default/alice", LastSeq = 0 });
        await resumed.InputAsync("m1", "hello");
        await resumed.UntilEventAsync(Kind.Final);

        RpcErrors.InfoOf(error)!.Metadata[RpcErrors.DeliveredKey].Should().Be(Delivered.Maybe);
        resumed.Events.Select(read => read.Kind).Where(kind => kind != Kind.Delta).Should().Equal(Kind.Input, Kind.Final);
        Agent.Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Attach_PodIsDeleted_EndsWithUnavailable()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        _gateway.Pods.Remove(_gateway.Pod());

        RpcErrors.InfoOf(await ShouldFailAsync(stream.EndAsync, StatusCode.Unavailable))!.Reason.Should().Be(ErrorReasons.UpstreamLost);
    }

    [Fact]
    public async Task Attach_CutAgainAndAgain_MissesAndRepeatsNothing()
    {
        await _gateway.StartAsync();
        var answers = 0;
        Agent.OnRun = async (_, delta, final, _) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await delta($"{answers++} ");
            }

            await final("done");
        };
        List<Event> seen = [];
        for (var i = 0; i < 5; i++)
        {
            using var stream = await _gateway.AttachAsync(new Open { Box = "default/alice", LastSeq = seen.Count > 0 ? seen[^1].Seq : 0 });
            await stream.InputAsync($"m{i}", "go");
            await stream.UntilEventAsync(Kind.Input, $"m{i}");
            _gateway.Wire.Cut();
            await ShouldFailAsync(stream.EndAsync, StatusCode.Unavailable);
            seen.AddRange(stream.Events);
        }

        using var last = await _gateway.AttachAsync(new Open { Box = "default/alice", LastSeq = seen[^1].Seq });
        if (!seen.Exists(read => read.Kind == Kind.Final && read.Run == "m4"))
        {
            // The last answer may have come through before the wire was cut.
            await last.UntilEventAsync(Kind.Final, "m4");
        }

        seen.AddRange(last.Events);

        seen.Select(read => read.Seq).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        string.Concat(seen.Where(read => read.Kind == Kind.Delta).Select(read => read.Text))
            .Should().Be(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i} ")));
        seen.Count(read => read.Kind == Kind.Final).Should().Be(5);
    }

    [Fact]
    public async Task Send_LostInTheMiddle_IsSentAgainAndRunsOnce()
    {
        await _gateway.StartAsync();
        var release = new TaskCompletionSource();
        Agent.OnRun = async (_, _, final, _) =>
        {
            await release.Task;
            await final("answer");
        };

        var sending = _gateway.SendAsync("m1", "hello");
        await Eventually.BeAsync(() => !Agent.Runs.IsEmpty, "the agent runs");
        _gateway.Wire.Cut();
        await Eventually.BeAsync(() => _gateway.Wire.Connections > 1, "it is sent again");
        release.SetResult();

        (await sending).Text.Should().Be("answer");
        Agent.Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Attach_RelayRestarts_IsToldToComeBack()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        var goAway = stream.UntilAsync(frame => frame.FrameCase == AttachResponse.FrameOneofCase.GoAway);
        await _gateway.Relay.StopAsync();

        (await goAway).GoAway.Reason.Should().Be(ErrorReasons.Draining);
        await stream.EndAsync();
    }

    [Fact]
    public async Task Attach_BoxChangesItsOwner_Ends()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        _gateway.Boxes.Put(TestGateway.Box(owner: TestGateway.Mallory));

        await ShouldFailAsync(stream.EndAsync, StatusCode.NotFound);
        (await _gateway.SendAsync("m1", "mine", _gateway.As(TestGateway.Mallory))).Text.Should().Be("you said: mine");
    }

    [Fact]
    public async Task Attach_ClientEndsItsSide_GetsTheAnswerAndThenTheEnd()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        await stream.InputAsync("m1", "hello");
        await stream.CompleteAsync();
        await stream.EndAsync();

        stream.Events.Last().Kind.Should().Be(Kind.Final);
    }

    [Fact]
    public async Task Attach_ErrorOfTheRelay_ReachesTheClientAsItIs()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        await stream.InputAsync("", "hello");

        RpcErrors.InfoOf(await ShouldFailAsync(stream.EndAsync, StatusCode.InvalidArgument))!.Reason.Should().Be(ErrorReasons.InvalidRequest);
    }

    [Fact]
    public async Task Attach_FrameTooLarge_IsRefused()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();

        // The refusal may come while the frame is still on its way.
        await Record.ExceptionAsync(() => stream.InputAsync("m1", new string('x', 600 * 1024)));

        await ShouldFailAsync(stream.EndAsync, StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Drain_NotReady_SendsStreamsAway()
    {
        await _gateway.StartAsync();
        using var stream = await _gateway.AttachAsync();
        using var http = new HttpClient();

        var draining = _gateway.Services.GetRequiredService<Drain>().RunAsync(CancellationToken.None);
        var goAway = await stream.UntilAsync(frame => frame.FrameCase == AttachResponse.FrameOneofCase.GoAway);
        await stream.EndAsync();
        await draining.WaitAsync(TimeSpan.FromSeconds(20));

        goAway.GoAway.Reason.Should().Be(ErrorReasons.Draining);
        (await http.GetAsync(new Uri(_gateway.HealthAddress, "/readyz"))).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await http.GetAsync(new Uri(_gateway.HealthAddress, "/healthz"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Drain_WhileAMessageIsAnswered_WaitsForTheAnswer()
    {
        await _gateway.StartAsync();
        var release = new TaskCompletionSource();
        Agent.OnRun = async (_, _, final, _) =>
        {
            await release.Task;
            await final("answer");
        };
        var sending = _gateway.SendAsync("m1", "hello");
        await Eventually.BeAsync(() => !Agent.Runs.IsEmpty, "the agent runs");
        var drain = _gateway.Services.GetRequiredService<Drain>();

        var draining = drain.RunAsync(CancellationToken.None);
        await Eventually.BeAsync(() => drain.Leaving.IsCancellationRequested, "streams are sent away");
        draining.IsCompleted.Should().BeFalse();
        release.SetResult();

        (await sending).Text.Should().Be("answer");
        await draining.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Boxes_AreListedAndWatchedForTheirOwner()
    {
        await _gateway.StartAsync();
        var headers = _gateway.As(TestGateway.Alice);

        var listed = await _gateway.BoxClient.ListAsync(new ListBoxesRequest(), headers);
        var others = await _gateway.BoxClient.ListAsync(new ListBoxesRequest(), _gateway.As(TestGateway.Mallory));
        using var watch = _gateway.BoxClient.WatchStatus(new GetBoxRequest(), headers);
        (await watch.ResponseStream.MoveNext(default)).Should().BeTrue();
        var first = watch.ResponseStream.Current;
        var changed = TestGateway.Box();
        changed.Status!.Conditions![0].Status = "False";
        changed.Status.Conditions[0].Reason = "CrashLooping";
        _gateway.Boxes.Put(changed);
        (await watch.ResponseStream.MoveNext(default)).Should().BeTrue();

        listed.Boxes.Should().ContainSingle().Which.Should().Be(first);
        others.Boxes.Should().BeEmpty();
        first.Should().Match<Box>(box => box.Ready && box.Name == "alice" && box.Tier == "standard-1" && box.Epoch == 7 && box.LastBackup == null);
        watch.ResponseStream.Current.Should().Match<Box>(box => !box.Ready && box.Reason == "CrashLooping");
    }

    [Fact]
    public async Task Health_IsOnItsOwnPortAndByGrpc()
    {
        await _gateway.StartAsync();
        using var http = new HttpClient();

        (await http.GetAsync(new Uri(_gateway.HealthAddress, "/readyz"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await http.GetStringAsync(new Uri(_gateway.HealthAddress, "/metrics"))).Should().Contain("smartbox_gateway_calls");
        using var onGrpcPort = new HttpRequestMessage(HttpMethod.Get, new Uri(_gateway.GrpcAddress, "/metrics"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        (await http.SendAsync(onGrpcPort)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await new Health.HealthClient(_gateway.Channel).CheckAsync(new HealthCheckRequest())).Status.Should().Be(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task Keys_ThatComeLate_MakeTheGatewayReadyThen()
    {
        _gateway.Boxes.Sync();
        _gateway.Pods.Sync();
        await _gateway.StartGatewayAsync();
        var readiness = _gateway.Services.GetRequiredService<Readiness>();

        await Eventually.BeAsync(() => readiness.WhyNot()?.Contains("issuer", StringComparison.Ordinal) == true, "the issuer's keys are missing");
        await ShouldFailAsync(() => _gateway.SendAsync("m1", "hello"), StatusCode.Unavailable);
        _gateway.Secrets.Put(Api.Names.IssuerSecret, _gateway.Issuer);
        _gateway.Secrets.Put(Api.Names.GatewayKeySecret, _gateway.Issuer);

        await Eventually.BeAsync(() => readiness.WhyNot() is null, "the keys are read");
    }

    [Fact]
    public async Task Issuer_WithANewKey_IsReadAgainWhenItsFirstTokenComes()
    {
        await _gateway.StartAsync();
        await _gateway.SendAsync("m1", "hello");
        using var next = SigningKey.Create();
        var old = _gateway.As(TestGateway.Alice);
        await _gateway.SendAsync("m2", "hello", old);

        _gateway.Secrets.Put(Api.Names.IssuerSecret, next);
        await _gateway.SendAsync("m3", "hello", TestGateway.Bearer(Tokens.Of(TestGateway.Alice, next)));

        await ShouldFailAsync(() => _gateway.SendAsync("m4", "hello", old), StatusCode.Unauthenticated);
    }

    private static async Task<RpcException> ShouldFailAsync(Func<Task> call, StatusCode code)
    {
        var error = (await FluentActions.Awaiting(call).Should().ThrowAsync<RpcException>()).Which;
        error.StatusCode.Should().Be(code, error.Status.Detail);
        return error;
    }
}
