using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Kubernetes.Informers;

namespace Smartbox.Kubernetes.Tests.Controllers;

public sealed class ReconcilerTests
{
    private const string Ours = "smartbox.dev/final-snapshot";
    private static readonly EntityKey s_key = new("ns", "a");

    private readonly EntityStore<V1ConfigMap> _store = new(new FakeTimeProvider(), NullLogger.Instance, detectMutations: true);
    private readonly FakeClient _client = new();
    private readonly ScriptedController _controller = new();

    [Fact]
    public async Task Run_FinalizerMissing_AddsItBeforeAnythingElse()
    {
        _store.Upsert(Map([]));
        _client.Answer = () =>
        {
            _controller.Calls.Should().BeEmpty();
            return Map([Ours]);
        };
        V1ConfigMap? seen = null;
        _controller.OnReconcile = (entity, _) => Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(seen = entity));

        await RunAsync(Ours);

        _client.Patches.Single().Patch.Should().Be(
            """[{"op":"test","path":"/metadata/finalizers","value":null},{"op":"add","path":"/metadata/finalizers","value":[]},{"op":"add","path":"/metadata/finalizers/-","value":"smartbox.dev/final-snapshot"}]""");
        seen!.Metadata.Finalizers.Should().Equal([Ours], "the controller sees what was written");
    }

    [Fact]
    public async Task Run_ForeignFinalizersThere_AddsOursAfterTestingTheirs()
    {
        _store.Upsert(Map(["other/one"]));
        _client.Answer = () => Map(["other/one", Ours]);

        await RunAsync(Ours);

        _client.Patches.Single().Patch.Should().Be(
            """[{"op":"test","path":"/metadata/finalizers","value":["other/one"]},{"op":"add","path":"/metadata/finalizers/-","value":"smartbox.dev/final-snapshot"}]""");
    }

    [Fact]
    public async Task Run_Deleting_FinalizesAndRemovesOnlyOursByTestingItsPlace()
    {
        _store.Upsert(Map(["other/one", Ours], deleting: true));
        _client.Answer = () => Map(["other/one"], deleting: true);

        await RunAsync(Ours);

        _controller.Calls.Should().Equal("finalize a");
        _client.Patches.Single().Patch.Should().Be(
            """[{"op":"test","path":"/metadata/finalizers/1","value":"smartbox.dev/final-snapshot"},{"op":"remove","path":"/metadata/finalizers/1"}]""");
    }

    [Fact]
    public async Task Run_DeletingAndNotDoneYet_KeepsTheFinalizer()
    {
        _store.Upsert(Map([Ours], deleting: true));
        _controller.OnFinalize = entity => ReconciliationResult<V1ConfigMap>.Success(entity, TimeSpan.FromSeconds(5));

        var result = await RunAsync(Ours);

        _client.Patches.Should().BeEmpty();
        result!.RequeueAfter.Should().Be(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Run_DeletingAndFailed_KeepsTheFinalizer()
    {
        _store.Upsert(Map([Ours], deleting: true));
        _controller.OnFinalize = entity => ReconciliationResult<V1ConfigMap>.Failure(entity, "no bucket");

        var result = await RunAsync(Ours);

        _client.Patches.Should().BeEmpty();
        result!.IsSuccess.Should().BeFalse();
    }

    [Fact]
    public async Task Run_DeletingWithForeignFinalizersOnly_DoesNothing()
    {
        _store.Upsert(Map(["other/one"], deleting: true));

        await RunAsync(Ours);

        _controller.Calls.Should().BeEmpty();
        _client.Patches.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_Gone_SaysSo()
    {
        await RunAsync(Ours);

        _controller.Calls.Should().Equal("deleted ns/a");
    }

    [Fact]
    public async Task Run_TheControllerChangesItsCopy_TheCacheStays()
    {
        _store.Upsert(Map([Ours]));
        _controller.OnReconcile = (entity, _) =>
        {
            entity.Metadata.Finalizers.Clear();
            return Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(entity));
        };

        await RunAsync(Ours);

        _store.FindMutation().Should().BeNull();
        _store.Get("ns", "a")!.Metadata.Finalizers.Should().Equal(Ours);
    }

    [Fact]
    public void FindMutation_OfAnObjectThatCameFromTheCache_NamesIt()
    {
        _store.Upsert(Map([Ours]));

        _store.Get("ns", "a")!.Metadata.Finalizers.Clear();

        _store.FindMutation().Should().Be(s_key);
    }

    private Task<ReconciliationResult<V1ConfigMap>?> RunAsync(string finalizer) =>
        new Reconciler<V1ConfigMap>(_controller, [new FinalizerRegistration<V1ConfigMap>(finalizer, _controller)], _store, _client)
            .RunAsync(s_key, CancellationToken.None);

    private static V1ConfigMap Map(List<string> finalizers, bool deleting = false) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "a",
            NamespaceProperty = "ns",
            ResourceVersion = "1",
            Finalizers = finalizers,
            DeletionTimestamp = deleting ? new DateTime(2026, 11, 25, 8, 0, 0, DateTimeKind.Utc) : null,
        },
    };
}
