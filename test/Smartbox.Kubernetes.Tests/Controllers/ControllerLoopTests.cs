using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Kubernetes.Informers;
using Smartbox.Kubernetes.Tests.Faults;

namespace Smartbox.Kubernetes.Tests.Controllers;

public sealed class ControllerLoopTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly EntityStore<V1ConfigMap> _maps;
    private readonly EntityStore<V1Secret> _secrets;
    private readonly ScriptedController _controller = new();
    private readonly ControllerLoop<V1ConfigMap> _loop;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _mayWork = true;

    public ControllerLoopTests()
    {
        _maps = new EntityStore<V1ConfigMap>(_time, NullLogger.Instance);
        _secrets = new EntityStore<V1Secret>(_time, NullLogger.Instance);
        var provider = new ServiceCollection()
            .AddSingleton<IEntityCache<V1ConfigMap>>(_maps).AddSingleton<IEntityEvents<V1ConfigMap>>(_maps)
            .AddSingleton<IEntityCache<V1Secret>>(_secrets).AddSingleton<IEntityEvents<V1Secret>>(_secrets)
            .BuildServiceProvider();

        var spec = new ControllerSpec<V1ConfigMap>("configmap");
        new ControllerBuilder<V1ConfigMap>(new ServiceCollection(), spec).For().Owns<V1Secret>().WithMaxConcurrency(2);
        _loop = new ControllerLoop<V1ConfigMap>(
            spec, new Reconciler<V1ConfigMap>(_controller, [], _maps, new FakeClient()), provider, _time, () => 0, NullLogger.Instance);
        _loop.Subscribe();
    }

    public Task InitializeAsync()
    {
        _running = _loop.RunAsync(() => _mayWork, _stop.Token, _abort.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _abort.CancelAsync();
        await _running;
        _loop.Dispose();
        _stop.Dispose();
        _abort.Dispose();
    }

    [Fact]
    public async Task Run_NotAllSourcesSynced_DoesNotReconcileYet()
    {
        _maps.Upsert(Map("a"));
        _maps.MarkSynced();
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        _controller.Calls.Should().BeEmpty("the children are not known yet");

        _secrets.MarkSynced();

        await CallsAsync("reconcile a");
    }

    [Fact]
    public async Task Run_AChildChanges_ReconcilesItsOwner()
    {
        Sync();
        _maps.Upsert(Map("a"));
        await CallsAsync("reconcile a");

        _secrets.Upsert(Child("s", 1, owner: "a"));
        await CallsAsync("reconcile a", "reconcile a");

        _secrets.Remove(new EntityKey("ns", "s"), 2, null);
        await CallsAsync("reconcile a", "reconcile a", "reconcile a");
    }

    [Fact]
    public async Task Run_AChildChangesItsOwner_ReconcilesBoth()
    {
        Sync();
        _maps.Upsert(Map("a"));
        _maps.Upsert(Map("b"));
        _secrets.Upsert(Child("s", 1, owner: "a"));
        await Eventually.HoldsAsync(() => _controller.Calls.Contains("reconcile a") && _controller.Calls.Contains("reconcile b"), "both ran");
        await SettleAsync();
        _controller.Calls.Clear();

        _secrets.Upsert(Child("s", 2, owner: "b"));

        await Eventually.HoldsAsync(() => _controller.Calls.Count == 2, "both ran");
        _controller.Calls.Should().BeEquivalentTo("reconcile a", "reconcile b");
    }

    [Fact]
    public async Task Run_AChildOfAnotherKindsOwner_ReconcilesNobody()
    {
        Sync();
        _secrets.Upsert(Child("s", 1, owner: "a", kind: "Deployment"));
        _secrets.Upsert(Child("t", 2, owner: "a", controller: false));

        await SettleAsync();

        _controller.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_TheControllerThrows_TriesAgainWithBackoff()
    {
        Sync();
        var failures = 3;
        _controller.OnReconcile = (entity, _) =>
            failures-- > 0 ? throw new InvalidOperationException("no") : Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(entity));

        _maps.Upsert(Map("a"));
        await _time.HoldsAsync(TimeSpan.FromMilliseconds(1), () => _controller.Calls.Count == 4, "it was tried until it went well");
        await _time.HoldsAsync(TimeSpan.FromHours(1), () => failures == -1, "it rests");

        _controller.Calls.Should().HaveCount(4);
    }

    [Fact]
    public async Task Run_ATerminalFailure_IsTriedAgainOnlyWhenSomethingChanges()
    {
        Sync();
        _controller.OnReconcile = (entity, _) => Task.FromResult(ReconciliationResult<V1ConfigMap>.TerminalFailure(entity, "invalid"));
        _maps.Upsert(Map("a"));
        await CallsAsync("reconcile a");

        await SettleAsync();
        _time.Advance(TimeSpan.FromDays(1));
        await SettleAsync();
        _controller.Calls.Should().HaveCount(1);

        _maps.Upsert(Map("a", 2));
        await CallsAsync("reconcile a", "reconcile a");
    }

    [Fact]
    public async Task Run_SuccessWithATime_LooksAgainThen()
    {
        Sync();
        _controller.OnReconcile = (entity, _) => Task.FromResult(ReconciliationResult<V1ConfigMap>.Success(entity, TimeSpan.FromSeconds(30)));
        _maps.Upsert(Map("a"));
        await CallsAsync("reconcile a");
        await SettleAsync();

        _time.Advance(TimeSpan.FromSeconds(29));
        await SettleAsync();
        _controller.Calls.Should().HaveCount(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        await CallsAsync("reconcile a", "reconcile a");
    }

    [Fact]
    public async Task Run_LeadershipInDoubt_BeginsNothingUntilItIsCertainAgain()
    {
        Sync();
        _mayWork = false;
        _maps.Upsert(Map("a"));

        await SettleAsync();
        _controller.Calls.Should().BeEmpty();

        _mayWork = true;
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => _controller.Calls.Contains("reconcile a"), "it was made up for");
    }

    [Fact]
    public async Task Run_Stopped_LetsARunningReconcileFinish()
    {
        Sync();
        var finish = new TaskCompletionSource();
        _controller.OnReconcile = async (entity, cancellationToken) =>
        {
            await finish.Task;
            cancellationToken.IsCancellationRequested.Should().BeFalse();
            return ReconciliationResult<V1ConfigMap>.Success(entity);
        };
        _maps.Upsert(Map("a"));
        await CallsAsync("reconcile a");

        await _stop.CancelAsync();
        await SettleAsync();
        _running.IsCompleted.Should().BeFalse();

        finish.SetResult();
        await _running;
    }

    private void Sync()
    {
        _maps.MarkSynced();
        _secrets.MarkSynced();
    }

    private Task CallsAsync(params string[] calls) =>
        Eventually.HoldsAsync(() => _controller.Calls.SequenceEqual(calls), $"the calls were {string.Join(", ", calls)}");

    // Long enough for a worker to do what it must not; the assertions that follow hold at any time.
    private static Task SettleAsync() => Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);

    private static V1ConfigMap Map(string name, int version = 1) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns", ResourceVersion = version.ToString() },
    };

    private static V1Secret Child(string name, int version, string owner, string kind = "ConfigMap", bool controller = true) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = "ns",
            ResourceVersion = version.ToString(),
            OwnerReferences = [new V1OwnerReference { ApiVersion = "v1", Kind = kind, Name = owner, Uid = "u", Controller = controller }],
        },
    };
}
