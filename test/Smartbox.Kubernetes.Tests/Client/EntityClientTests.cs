using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Informers;
using Smartbox.Kubernetes.Tests.Faults;

namespace Smartbox.Kubernetes.Tests.Client;

public sealed class EntityClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private FakeApiServer _server = null!;
    private Informer<V1ConfigMap> _informer = null!;
    private EntityClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(_time);
        var connection = _server.Connect();
        _informer = new Informer<V1ConfigMap>(
            new InformerSpec<V1ConfigMap>("app=box", null), connection, new KubernetesClientSettings(), _time, () => 0, NullLogger.Instance);
        _client = new EntityClient(connection, new RetryPolicy(5, TimeSpan.FromSeconds(30)), 500, new OwnWrites([_informer]), _time, () => 0);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Write_ItsAnswer_IsInTheCacheBeforeAnyWatchShowsIt()
    {
        GivenAnswer(200, Objects.ConfigMap("a", 20, "new"));

        var written = await _client.ApplyAsync(Map("a"), "tests", CancellationToken.None);

        _informer.Store.Get("ns", "a")!.Data["k"].Should().Be("new");
        _informer.Store.Get("ns", "a").Should().NotBeSameAs(written, "the caller may change what it got");
    }

    [Fact]
    public async Task Write_AnAnswerOlderThanTheCache_DoesNotReplaceIt()
    {
        _informer.Written(System.Text.Encoding.UTF8.GetBytes(Objects.ConfigMap("a", 30, "newest")));
        GivenAnswer(200, Objects.ConfigMap("a", 20, "older"));

        await _client.ApplyAsync(Map("a"), "tests", CancellationToken.None);

        _informer.Store.Get("ns", "a")!.Data["k"].Should().Be("newest");
    }

    [Fact]
    public async Task Write_AnObjectOutsideTheSelector_IsNotCached()
    {
        GivenAnswer(201, Objects.ConfigMap("a", 20).Replace("\"box\"", "\"other\"", StringComparison.Ordinal));

        await _client.CreateAsync(Map("a"), CancellationToken.None);

        _informer.Store.List().Should().BeEmpty();
    }

    [Fact]
    public async Task Write_ThatTookTheLastFinalizer_ShowsTheObjectGone()
    {
        _informer.Written(System.Text.Encoding.UTF8.GetBytes(Objects.ConfigMap("a", 10)));
        GivenAnswer(200, Objects.ConfigMap("a", 20, extra: ""","deletionTimestamp":"2026-11-25T08:00:00Z","deletionGracePeriodSeconds":0"""));

        await _client.PatchAsync<V1ConfigMap>("ns", "a", new V1Patch("[]", V1Patch.PatchType.JsonPatch), CancellationToken.None);

        _informer.Store.Get("ns", "a").Should().BeNull();
    }

    [Fact]
    public async Task Delete_AnsweredWithAStatus_ShowsTheObjectGone()
    {
        _informer.Written(System.Text.Encoding.UTF8.GetBytes(Objects.ConfigMap("a", 10)));
        GivenAnswer(200, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"a","kind":"configmaps","uid":"uid-a"}}""");

        await _client.DeleteAsync<V1ConfigMap>("ns", "a", null, null, CancellationToken.None);

        _informer.Store.Get("ns", "a").Should().BeNull();
    }

    [Fact]
    public async Task Delete_OfAnObjectHeldByAFinalizer_ShowsItDeleting()
    {
        _informer.Written(System.Text.Encoding.UTF8.GetBytes(Objects.ConfigMap("a", 10)));
        GivenAnswer(202, Objects.ConfigMap("a", 20, extra: ""","deletionTimestamp":"2026-11-25T08:00:00Z","finalizers":["x/y"]"""));

        await _client.DeleteAsync<V1ConfigMap>("ns", "a", null, null, CancellationToken.None);

        _informer.Store.Get("ns", "a")!.Metadata.DeletionTimestamp.Should().NotBeNull();
    }

    [Fact]
    public async Task Delete_WithUidAndGracePeriod_SaysSo()
    {
        GivenAnswer(200, Objects.ConfigMap("a", 20));

        await _client.DeleteAsync<V1ConfigMap>("ns", "a", "u-1", 0, CancellationToken.None);

        var body = JsonNode.Parse(_server.Requests.Single().Body)!;
        body["preconditions"]!["uid"]!.GetValue<string>().Should().Be("u-1");
        body["gracePeriodSeconds"]!.GetValue<int>().Should().Be(0);
    }

    [Fact]
    public async Task Delete_WhatIsNotThere_IsNoError()
    {
        GivenAnswer(404, Objects.Status(404, "NotFound"));

        await _client.DeleteAsync<V1ConfigMap>("ns", "a", null, null, CancellationToken.None);
    }

    [Fact]
    public async Task Get_WhatIsNotThere_IsNull()
    {
        GivenAnswer(404, Objects.Status(404, "NotFound"));

        (await _client.GetAsync<V1ConfigMap>("ns", "a", CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Apply_SendsForceManagerAndType_AndNoNulls()
    {
        GivenAnswer(200, Objects.ConfigMap("a", 20));

        await _client.ApplyAsync(Map("a"), "my manager", CancellationToken.None);

        var (request, body, _) = _server.Requests.Single();
        request.Should().Be("PATCH /api/v1/namespaces/ns/configmaps/a?fieldManager=my%20manager&force=true");
        body.Should().Be("""{"apiVersion":"v1","data":{"k":"v"},"kind":"ConfigMap","metadata":{"name":"a","namespace":"ns"}}""");
    }

    [Fact]
    public async Task ApplyStatus_CarriesTheStatusAndNothingOfTheSpec()
    {
        GivenAnswer(200, """{"metadata":{"name":"a","namespace":"ns","resourceVersion":"3"}}""");
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "ns", Uid = "u", ResourceVersion = "2" },
            Spec = new V1PodSpec { Containers = [] },
            Status = new V1PodStatus { Phase = "Running", StartTime = new DateTime(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc).AddMilliseconds(123) },
        };

        await _client.ApplyStatusAsync(pod, "tests", CancellationToken.None);

        var (request, body, _) = _server.Requests.Single();
        request.Should().Be("PATCH /api/v1/namespaces/ns/pods/a/status?fieldManager=tests&force=true");
        body.Should().Be(
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns","uid":"u"},"status":{"phase":"Running","startTime":"2026-11-25T08:00:00Z"}}""");
    }

    [Fact]
    public async Task Conflict_IsToldWithTheServersStatus()
    {
        GivenAnswer(409, Objects.Status(409, "AlreadyExists", "configmaps a already exists"));

        var create = () => _client.CreateAsync(Map("a"), CancellationToken.None);

        (await create.Should().ThrowAsync<KubernetesException>().WithMessage("*already exists*")).Which.IsAlreadyExists.Should().BeTrue();
        _server.Requests.Should().HaveCount(1, "trying again would not help");
    }

    [Fact]
    public async Task TooManyRequests_IsTriedAgainAfterRetryAfter()
    {
        _server.Calls.Enqueue(FakeApiServer.Answer(429, Objects.Status(429, "TooManyRequests"), retryAfter: "3"));
        GivenAnswer(200, Objects.ConfigMap("a", 20));

        var call = _client.ApplyAsync(Map("a"), "tests", CancellationToken.None);
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.2), () => call.IsCompleted, "the call ended");

        (await call).Metadata.ResourceVersion.Should().Be("20");
        var at = _server.Requests.Select(r => r.At).ToList();
        (at[1] - at[0]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task TooManyRequests_ForEver_EndsAfterFiveAttempts()
    {
        for (var i = 0; i < 6; i++)
        {
            _server.Calls.Enqueue(FakeApiServer.Answer(429, Objects.Status(429, "TooManyRequests"), retryAfter: "1"));
        }

        var call = _client.ApplyAsync(Map("a"), "tests", CancellationToken.None);
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => call.IsCompleted, "the call ended");

        (await ((Func<Task>)(() => call)).Should().ThrowAsync<KubernetesException>()).Which.StatusCode.Should().Be(429);
        _server.Requests.Should().HaveCount(5);
    }

    [Theory]
    [InlineData(503, null, 1)]
    [InlineData(503, "1", 2)]
    [InlineData(504, "1", 2)]
    [InlineData(500, "1", 1)]
    public async Task ServerError_IsTriedAgainOnlyWhenTheServerSaysThatItMakesSense(int status, string? retryAfter, int requests)
    {
        _server.Calls.Enqueue(FakeApiServer.Answer(status, Objects.Status(status, "Error"), retryAfter));
        GivenAnswer(200, Objects.ConfigMap("a", 20));

        var call = _client.ApplyAsync(Map("a"), "tests", CancellationToken.None);
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => call.IsCompleted, "the call ended");

        call.IsCompletedSuccessfully.Should().Be(requests == 2);
        _server.Requests.Should().HaveCount(requests);
    }

    [Fact]
    public async Task Call_WithoutAnAnswer_EndsAfterItsTimeout()
    {
        _server.Calls.Enqueue(_server.SilenceAsync);

        var call = _client.ApplyAsync(Map("a"), "tests", CancellationToken.None);
        await Eventually.HoldsAsync(() => _server.Requests.Count == 1, "the request arrived");
        await _time.HoldsAsync(TimeSpan.FromSeconds(31), () => call.IsCompleted, "the call ended");

        (await ((Func<Task>)(() => call)).Should().ThrowAsync<KubernetesException>().WithMessage("*no answer within 30 s*")).Which.StatusCode.Should().Be(0);
    }

    [Fact]
    public async Task Call_ThatItsCallerCancels_IsNoKubernetesError()
    {
        using var cancel = new CancellationTokenSource();
        _server.Calls.Enqueue(_server.SilenceAsync);

        var call = _client.ApplyAsync(Map("a"), "tests", cancel.Token);
        await Eventually.HoldsAsync(() => _server.Requests.Count == 1, "the request arrived");
        await cancel.CancelAsync();

        await ((Func<Task>)(() => call)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task List_WhosePagesExpire_IsReadInOnePiece()
    {
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(7, "p2", Objects.ConfigMap("a", 3))));
        _server.Lists.Enqueue(FakeApiServer.Answer(410, Objects.Expired));
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(9, null, Objects.ConfigMap("a", 3), Objects.ConfigMap("b", 8))));

        var all = await _client.ListAsync<V1ConfigMap>(null, null, CancellationToken.None);

        all.Select(c => c.Metadata.Name).Should().Equal("a", "b");
        _server.Requests.Last().Request.Should().Be("GET /api/v1/configmaps");
    }

    private void GivenAnswer(int status, string body) => _server.Calls.Enqueue(FakeApiServer.Answer(status, body));

    private static V1ConfigMap Map(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns" },
        Data = new Dictionary<string, string> { ["k"] = "v" },
    };
}
