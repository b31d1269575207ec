using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Client;
using Smartbox.Kubernetes.Events;
using Smartbox.Kubernetes.Tests.Faults;

namespace Smartbox.Kubernetes.Tests.Events;

public sealed class EventRecorderTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly CancellationTokenSource _stop = new();
    private FakeApiServer _server = null!;
    private EventRecorder _recorder = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(_time);
        var client = new EntityClient(_server.Connect(), new RetryPolicy(1, TimeSpan.FromSeconds(10)), 1, new NoWriteObserver(), _time, () => 0);
        _recorder = new EventRecorder(client, "smartbox.dev/operator", "replica-1", _time, NullLogger<EventRecorder>.Instance);
        for (var i = 0; i < 200; i++)
        {
            _server.Calls.Enqueue(FakeApiServer.Answer(201, """{"metadata":{"name":"e","resourceVersion":"1"}}"""));
        }

        _running = Task.Run(() => _recorder.RunAsync(_stop.Token));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Record_TheFirstOfItsKind_IsWrittenWhole()
    {
        _recorder.Record(Box("alice"), "Warning", "CrashLooping", "Restart", "It crashed.");
        await RequestsAsync(1);

        var (request, body, _) = _server.Requests.Single();
        request.Should().Be("POST /apis/events.k8s.io/v1/namespaces/team/events");
        var json = JsonNode.Parse(body)!;
        json["regarding"]!.ToJsonString().Should().Be("""{"apiVersion":"v1","kind":"Pod","name":"alice","namespace":"team","uid":"u-alice"}""");
        json["reason"]!.GetValue<string>().Should().Be("CrashLooping");
        json["action"]!.GetValue<string>().Should().Be("Restart");
        json["type"]!.GetValue<string>().Should().Be("Warning");
        json["note"]!.GetValue<string>().Should().Be("It crashed.");
        json["eventTime"]!.GetValue<string>().Should().Be("2020-01-01T00:00:00.000000Z");
        json["reportingController"]!.GetValue<string>().Should().Be("smartbox.dev/operator");
        json["reportingInstance"]!.GetValue<string>().Should().Be("replica-1");
        json["series"].Should().BeNull();
    }

    [Fact]
    public async Task Record_TheSameAHundredTimes_IsOneEventWithACount()
    {
        for (var i = 0; i < 100; i++)
        {
            _recorder.Record(Box("alice"), "Warning", "CrashLooping", "Restart", "It crashed.");
        }

        await RequestsAsync(1);
        await _time.HoldsAsync(TimeSpan.FromSeconds(10), () => _server.Requests.Count == 2, "the count was written");

        var (request, body, _) = _server.Requests.Last();
        request.Should().StartWith("PATCH /apis/events.k8s.io/v1/namespaces/team/events/alice.");
        JsonNode.Parse(body)!["series"]!["count"]!.GetValue<int>().Should().Be(100);
    }

    [Fact]
    public async Task Record_ManyDifferentOnesOfAnObject_LosesTheExcessAndNobodyElsesEvents()
    {
        for (var i = 0; i < 60; i++)
        {
            _recorder.Record(Box("noisy"), "Warning", $"Reason{i}", "Restart", "…");
        }

        _recorder.Record(Box("calm"), "Normal", "Started", "Start", "It started.");
        await Eventually.HoldsAsync(() => _server.Requests.Any(r => r.Body.Contains("calm", StringComparison.Ordinal)), "the calm object's event was written");

        _server.Requests.Count(r => r.Body.Contains("noisy", StringComparison.Ordinal)).Should().Be(ObjectBudget.Burst);
    }

    [Fact]
    public async Task Record_WhileTheServerHangs_NeverBlocks()
    {
        _server.Calls.Clear();
        _server.Calls.Enqueue(_server.SilenceAsync);
        for (var i = 0; i < 5000; i++)
        {
            _recorder.Record(Box($"box-{i}"), "Normal", "Started", "Start", "It started.");
        }

        await RequestsAsync(1);
    }

    [Fact]
    public async Task Record_WhenTheServerRefuses_GoesOnWithTheNext()
    {
        _server.Calls.Clear();
        _server.Calls.Enqueue(FakeApiServer.Answer(403, Objects.Status(403, "Forbidden")));
        _server.Calls.Enqueue(FakeApiServer.Answer(201, """{"metadata":{"name":"e"}}"""));

        _recorder.Record(Box("alice"), "Normal", "One", "Start", "1");
        _recorder.Record(Box("alice"), "Normal", "Two", "Start", "2");

        await RequestsAsync(2);
    }

    [Fact]
    public async Task Complete_WritesWhatIsLeftAndEnds()
    {
        _recorder.Record(Box("alice"), "Normal", "One", "Start", "1");
        _recorder.Record(Box("alice"), "Normal", "One", "Start", "1");
        _recorder.Complete();

        await Eventually.HoldsAsync(() => _running.IsCompleted, "it ended");

        _running.IsCompletedSuccessfully.Should().BeTrue();
        JsonNode.Parse(_server.Requests.Last().Body)!["series"]!["count"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task Record_AnObjectWithoutNamespace_GoesToDefault()
    {
        _recorder.Record(new V1Node { Metadata = new V1ObjectMeta { Name = "n" } }, "Normal", "R", "A", new string('ü', 3000));
        await RequestsAsync(1);

        _server.Requests.Single().Request.Should().Be("POST /apis/events.k8s.io/v1/namespaces/default/events");
        JsonNode.Parse(_server.Requests.Single().Body)!["note"]!.GetValue<string>().Should().Be(new string('ü', 510) + "…", "1,024 bytes are allowed");
    }

    private Task RequestsAsync(int count) => Eventually.HoldsAsync(() => _server.Requests.Count == count, $"{count} requests came");

    private static V1Pod Box(string name) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "team", Uid = $"u-{name}" },
    };
}
