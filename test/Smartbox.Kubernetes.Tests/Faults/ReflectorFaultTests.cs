using System.Collections.Concurrent;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Informers;

namespace Smartbox.Kubernetes.Tests.Faults;

/// <summary>What an API server, or the network to it, can do to a watch.</summary>
public sealed class ReflectorFaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly ConcurrentQueue<string> _events = new();
    private readonly CancellationTokenSource _stop = new();
    private EntityStore<V1ConfigMap> _store = null!;
    private FakeApiServer _server = null!;
    private Reflector<V1ConfigMap> _reflector = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(_time);
        _store = new EntityStore<V1ConfigMap>(_time, NullLogger.Instance);
        _store.Subscribe(e => _events.Enqueue($"{e.Type} {e.Entity.Metadata.Name} {e.Entity.Metadata.ResourceVersion}"));
        _reflector = new Reflector<V1ConfigMap>(
            _server.Connect(), new ListQuery(EntityType.Of<V1ConfigMap>().CollectionPath(null), "app=box", 500), null, _store, c => c, _time, () => 0, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Start_ListsInPagesAndWatchesFromThere()
    {
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(7, "next page", Objects.ConfigMap("a", 3))));
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(7, null, Objects.ConfigMap("b", 5))));

        await StartAsync();
        await WatchesAsync(1);

        _store.List().Select(c => c.Metadata.Name).Should().BeEquivalentTo("a", "b");
        _server.ListRequests.Select(r => r.Request).Should().Equal(
            "GET /api/v1/configmaps?limit=500&labelSelector=app%3Dbox",
            "GET /api/v1/configmaps?limit=500&continue=next%20page&labelSelector=app%3Dbox");
        _server.WatchRequests.Single().Request.Should()
            .Be("GET /api/v1/configmaps?watch=1&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=300&labelSelector=app%3Dbox");
    }

    [Fact]
    public async Task Eof_OfAnIdleWatch_ReconnectsAtOnceFromTheLastVersionOfAnyEvent()
    {
        GivenList(7, Objects.ConfigMap("a", 3));
        _server.Watches.Enqueue(FakeApiServer.Lines(Objects.Event("MODIFIED", Objects.ConfigMap("a", 9)), Objects.Bookmark(42)));

        await StartAsync();
        await WatchesAsync(2);

        _server.WatchRequests.Last().Request.Should().Contain("resourceVersion=42");
        _server.ListRequests.Should().HaveCount(1, "an end of stream is no reason to list");
        _server.WatchRequests.Last().At.Should().Be(_server.WatchRequests.First().At, "it must not wait");
    }

    [Fact]
    public async Task Eof_AtOnceAndEmptyHanded_BacksOff()
    {
        GivenList(7);
        for (var i = 0; i < 3; i++)
        {
            _server.Watches.Enqueue(FakeApiServer.Lines());
        }

        await StartAsync();
        await AdvanceAsync(() => _server.WatchRequests.Count() == 4, "it reconnected");

        Gaps().Should().BeInAscendingOrder().And.OnlyContain(gap => gap >= TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public async Task Gone_OnTheFirstWatch_ListsAgainAndFindsTheDeletionThatWasMissed()
    {
        GivenList(7, Objects.ConfigMap("a", 3), Objects.ConfigMap("b", 4));
        _server.Watches.Enqueue(FakeApiServer.Answer(410, Objects.Expired));
        GivenList(20, Objects.ConfigMap("b", 15));

        await StartAsync();
        await WatchesAsync(2);

        _events.Should().Equal("Added a 3", "Added b 4", "Modified b 15", "Deleted a 3");
        _server.WatchRequests.Last().Request.Should().Contain("resourceVersion=20");
    }

    [Fact]
    public async Task Gone_AsAnErrorEventInTheMiddle_ListsAgain()
    {
        GivenList(7);
        _server.Watches.Enqueue(FakeApiServer.Lines(Objects.Event("ADDED", Objects.ConfigMap("a", 9)), Objects.Event("ERROR", Objects.Expired)));
        GivenList(30, Objects.ConfigMap("a", 9), Objects.ConfigMap("b", 25));

        await StartAsync();
        await WatchesAsync(2);

        _events.Should().Equal("Added a 9", "Added b 25");
    }

    [Fact]
    public async Task Gone_WhilePaging_ListsInOnePiece()
    {
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(7, "p2", Objects.ConfigMap("a", 3), Objects.ConfigMap("x", 4))));
        _server.Lists.Enqueue(FakeApiServer.Answer(410, Objects.Expired));
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(50, null, Objects.ConfigMap("a", 3), Objects.ConfigMap("b", 40))));

        await StartAsync();
        await WatchesAsync(1);

        _server.ListRequests.Last().Request.Should().Be("GET /api/v1/configmaps?labelSelector=app%3Dbox");
        _store.List().Select(c => c.Metadata.Name).Should().BeEquivalentTo(["a", "b"], "x was gone when the second snapshot was taken");
    }

    [Fact]
    public async Task Gone_AgainAndAgain_BacksOff()
    {
        for (var i = 0; i < 4; i++)
        {
            GivenList(7);
            _server.Watches.Enqueue(FakeApiServer.Answer(410, Objects.Expired));
        }

        GivenList(7);
        await StartAsync();
        await AdvanceAsync(() => _server.WatchRequests.Count() == 5, "it went on");

        Gaps().Skip(1).Should().BeInAscendingOrder().And.OnlyContain(gap => gap >= TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public async Task Silence_LongerThanAnyWatchMayBe_IsAbortedAndTheWatchGoesOn()
    {
        GivenList(7);
        _server.Watches.Enqueue(_server.LinesThenSilence(Objects.Bookmark(11)));

        await StartAsync();
        await WatchesAsync(1);
        await Eventually.HoldsAsync(() => _reflector.LastActivity is not null, "the bookmark arrived");
        _time.Advance(TimeSpan.FromSeconds(359));
        _server.WatchRequests.Should().HaveCount(1, "timeoutSeconds is 300, and a minute is added");
        await AdvanceAsync(() => _server.WatchRequests.Count() == 2, "it reconnected");

        _server.WatchRequests.Last().Request.Should().Contain("resourceVersion=11");
    }

    [Fact]
    public async Task Watch_ThatIsNotAnsweredAtAll_IsGivenUpSooner()
    {
        GivenList(7);
        _server.Watches.Enqueue(_server.SilenceAsync);

        await StartAsync();
        await WatchesAsync(1);
        await AdvanceAsync(() => _server.WatchRequests.Count() == 2, "it tried again");

        Gaps().Single().Should().BeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1)).And.BeLessThan(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task FirstByte_ThatComesLate_IsWaitedFor()
    {
        var send = new TaskCompletionSource();
        GivenList(7);
        _server.Watches.Enqueue(async context =>
        {
            await FakeApiServer.SendAsync(context);
            await send.Task;
            await _server.LinesThenSilence(Objects.Event("ADDED", Objects.ConfigMap("a", 9)))(context);
        });

        await StartAsync();
        await WatchesAsync(1);
        _time.Advance(TimeSpan.FromSeconds(120));
        send.SetResult();
        await Eventually.HoldsAsync(() => _store.Get("ns", "a") is not null, "the event arrived");

        _server.WatchRequests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Poison_InTheStream_CostsOneObjectAndNeverTheStream()
    {
        GivenList(7, Objects.ConfigMap("bad", 3, "good value"));
        var before = InformerMetrics.Undecodable.WithLabels(nameof(V1ConfigMap)).Value;
        _server.Watches.Enqueue(_server.LinesThenSilence(
            Objects.Event("MODIFIED", Objects.Poison("bad", 9)), Objects.Event("ADDED", Objects.ConfigMap("a", 10))));

        await StartAsync();
        await Eventually.HoldsAsync(() => _store.Get("ns", "a") is not null, "the stream went on");

        _store.Get("ns", "bad")!.Data["k"].Should().Be("good value", "the last state that could be decoded stays");
        InformerMetrics.Undecodable.WithLabels(nameof(V1ConfigMap)).Value.Should().BeGreaterThan(before);
        _server.WatchRequests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Poison_AsTheLastEvent_IsNotReadAgainAfterTheReconnect()
    {
        GivenList(7);
        _server.Watches.Enqueue(FakeApiServer.Lines(Objects.Event("ADDED", Objects.Poison("bad", 9))));

        await StartAsync();
        await WatchesAsync(2);

        _server.WatchRequests.Last().Request.Should().Contain("resourceVersion=9");
    }

    [Fact]
    public async Task Poison_InAList_IsNotTakenForADeletion()
    {
        GivenList(7, Objects.ConfigMap("bad", 3), Objects.ConfigMap("a", 4));
        _server.Watches.Enqueue(FakeApiServer.Answer(410, Objects.Expired));
        GivenList(20, Objects.Poison("bad", 15), Objects.ConfigMap("a", 4));

        await StartAsync();
        await WatchesAsync(2);

        _events.Should().Equal("Added bad 3", "Added a 4");
        _store.Get("ns", "bad").Should().NotBeNull();
    }

    [Fact]
    public async Task Added_Twice_IsOneEvent()
    {
        GivenList(7, Objects.ConfigMap("a", 5));
        _server.Watches.Enqueue(_server.LinesThenSilence(
            Objects.Event("ADDED", Objects.ConfigMap("a", 5)), Objects.Event("ADDED", Objects.ConfigMap("a", 5)), Objects.Event("ADDED", Objects.ConfigMap("b", 8))));

        await StartAsync();
        await Eventually.HoldsAsync(() => _store.Get("ns", "b") is not null, "the events arrived");

        _events.Should().Equal("Added a 5", "Added b 8");
    }

    [Fact]
    public async Task Deleted_ThatIsOlderThanWhatIsThere_IsIgnored()
    {
        GivenList(7, Objects.ConfigMap("a", 6, uid: "second"));
        _server.Watches.Enqueue(_server.LinesThenSilence(
            Objects.Event("DELETED", Objects.ConfigMap("a", 4, uid: "first")), Objects.Event("ADDED", Objects.ConfigMap("b", 8))));

        await StartAsync();
        await Eventually.HoldsAsync(() => _store.Get("ns", "b") is not null, "the events arrived");

        _store.Get("ns", "a")!.Metadata.Uid.Should().Be("second");
    }

    [Fact]
    public async Task TooManyRequests_WithRetryAfter_WaitsAsLongAsItSays()
    {
        _server.Lists.Enqueue(FakeApiServer.Answer(429, Objects.Status(429, "TooManyRequests"), retryAfter: "17"));
        GivenList(7);

        await StartAsync();
        await AdvanceAsync(() => _server.WatchRequests.Any(), "it went on");

        var lists = _server.ListRequests.ToList();
        (lists[1].At - lists[0].At).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(17)).And.BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task ServerErrors_InABurst_BackOffFrom800MillisecondsTo30Seconds()
    {
        for (var i = 0; i < 9; i++)
        {
            _server.Lists.Enqueue(FakeApiServer.Answer(i % 2 == 0 ? 500 : 503, Objects.Status(500, "InternalError")));
        }

        GivenList(7, Objects.ConfigMap("a", 1));
        await StartAsync();
        await AdvanceAsync(() => _server.WatchRequests.Any(), "it recovered");

        var at = _server.ListRequests.Select(r => r.At).ToList();
        var gaps = at.Zip(at.Skip(1), (one, next) => next - one).ToList();
        gaps[0].Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.8)).And.BeLessThan(TimeSpan.FromSeconds(1.6));
        gaps[^1].Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30)).And.BeLessThan(TimeSpan.FromSeconds(34));
    }

    [Fact]
    public async Task Reset_InTheMiddleOfALine_LosesNoEvent()
    {
        GivenList(7);
        var line = Objects.Event("ADDED", Objects.ConfigMap("b", 9));
        _server.Watches.Enqueue(async context =>
        {
            await FakeApiServer.SendAsync(context, Objects.Event("ADDED", Objects.ConfigMap("a", 8)), line[..40]);
            await Eventually.HoldsAsync(() => _store.Get("ns", "a") is not null, "the first event arrived");
            context.Abort();
        });
        _server.Watches.Enqueue(_server.LinesThenSilence(line));

        await StartAsync();
        await AdvanceAsync(() => _store.Get("ns", "b") is not null, "the second event arrived");

        _server.WatchRequests.Last().Request.Should().Contain("resourceVersion=8");
        _server.ListRequests.Should().HaveCount(1);
    }

    [Fact]
    public async Task List_CutShort_IsNotTakenForTheWholeTruth()
    {
        GivenList(7, Objects.ConfigMap("a", 3));
        _server.Watches.Enqueue(FakeApiServer.Answer(410, Objects.Expired));
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(20, null, Objects.ConfigMap("b", 15))[..^40]));
        GivenList(21, Objects.ConfigMap("a", 3), Objects.ConfigMap("b", 15));

        await StartAsync();
        await AdvanceAsync(() => _server.WatchRequests.Count() == 2, "it went on");

        _events.Should().NotContain("Deleted a 3");
        _store.List().Should().HaveCount(2);
    }

    [Fact]
    public async Task History_ThatWentBack_ReplacesTheCache()
    {
        GivenList(700, Objects.ConfigMap("a", 650), Objects.ConfigMap("c", 660));
        _server.Watches.Enqueue(FakeApiServer.Answer(
            504, Objects.Status(504, "Timeout", "Too large resource version", """{"causes":[{"reason":"ResourceVersionTooLarge"}]}""")));
        GivenList(500, Objects.ConfigMap("a", 400, "as in the backup"));

        await StartAsync();
        await WatchesAsync(2);

        _store.List().Should().ContainSingle().Which.Data["k"].Should().Be("as in the backup");
        _server.WatchRequests.Last().Request.Should().Contain("resourceVersion=500");
    }

    [Fact]
    public async Task Objects_LargerThanAnyBuffer_AreRead()
    {
        GivenList(7);
        var large = new string('x', 900_000);
        _server.Watches.Enqueue(_server.LinesThenSilence(
            Objects.Event("ADDED", Objects.ConfigMap("large", 8, large)), Objects.Event("ADDED", Objects.ConfigMap("a", 9)), Objects.Event("MODIFIED", Objects.ConfigMap("large", 10, large + "y"))));

        await StartAsync();
        await Eventually.HoldsAsync(() => _store.Get("ns", "large")?.Metadata.ResourceVersion == "10", "all events arrived");

        _store.Get("ns", "large")!.Data["k"].Should().HaveLength(900_001);
        _store.Get("ns", "a").Should().NotBeNull();
    }

    private void GivenList(ulong version, params string[] items) => _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(version, null, items)));

    private Task StartAsync()
    {
        _running = Task.Run(() => _reflector.RunAsync(_stop.Token));
        return Task.CompletedTask;
    }

    private Task WatchesAsync(int count) => Eventually.HoldsAsync(() => _server.WatchRequests.Count() == count, $"{count} watches were opened");

    private Task AdvanceAsync(Func<bool> condition, string what) => _time.HoldsAsync(TimeSpan.FromSeconds(0.25), condition, what);

    private List<TimeSpan> Gaps()
    {
        var at = _server.WatchRequests.Select(r => r.At).ToList();
        return [.. at.Zip(at.Skip(1), (one, next) => next - one)];
    }
}
