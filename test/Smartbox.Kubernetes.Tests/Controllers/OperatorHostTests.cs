using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Smartbox.Kubernetes.Controllers;
using Smartbox.Kubernetes.Tests.Faults;

namespace Smartbox.Kubernetes.Tests.Controllers;

/// <summary>A whole operator against a fake API server.</summary>
public sealed class OperatorHostTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly ScriptedController _controller = new();
    private FakeApiServer _server = null!;
    private LeaseEndpoint _lease = null!;
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync(_time);
        _lease = new LeaseEndpoint(_server);
        _server.Endpoint = _lease.HandleAsync;
        _server.Lists.Enqueue(FakeApiServer.Answer(200, Objects.List(7, null, Objects.ConfigMap("a", 3))));
        _host = CreateHost();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _server.DisposeAsync();
        Environment.ExitCode = 0;
    }

    [Fact]
    public async Task Start_TheLeaseIsFree_TakesItAndReconciles()
    {
        await _host.StartAsync();
        await ReconciledAsync();

        _lease.Holder.Should().Be("replica-1");
        Health.IsSynced.Should().BeTrue();
        Health.IsLeader.Should().BeTrue();
        Health.IsAlive.Should().BeTrue();
        Health.LastWatchActivity.Should().NotBeNull();
    }

    [Fact]
    public async Task Start_AnotherHoldsTheLease_IsWarmAndWaits()
    {
        _lease.Set("other");

        await _host.StartAsync();
        await Eventually.HoldsAsync(() => Health.IsSynced, "the caches are warm");
        await Eventually.HoldsAsync(() => _server.Requests.Any(r => r.Request.Contains("/leases", StringComparison.Ordinal)), "it looked at the lease");

        Health.IsLeader.Should().BeFalse();
        _controller.Calls.Should().BeEmpty();

        await _time.HoldsAsync(TimeSpan.FromSeconds(1), () => !_controller.Calls.IsEmpty, "the other's lease ran out");
        _lease.Holder.Should().Be("replica-1");
    }

    [Fact]
    public async Task Stop_WhileAReconcileRuns_LetsItFinishAndReleasesTheLeaseLast()
    {
        var finish = new TaskCompletionSource();
        _controller.OnReconcile = async (entity, _) =>
        {
            await finish.Task;
            return ReconciliationResult<V1ConfigMap>.Success(entity);
        };
        await _host.StartAsync();
        await ReconciledAsync();

        var stopping = _host.StopAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        _lease.Holder.Should().Be("replica-1", "what runs may still act");
        stopping.IsCompleted.Should().BeFalse();

        finish.SetResult();
        await stopping;
        _lease.Holder.Should().BeNull();
        Environment.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Stop_AReconcileThatDoesNotEnd_CancelsItAfterTheTimeout()
    {
        var cancelled = new TaskCompletionSource();
        _controller.OnReconcile = async (entity, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            return ReconciliationResult<V1ConfigMap>.Success(entity);
        };
        await _host.StartAsync();
        await ReconciledAsync();

        var start = _time.GetUtcNow();
        var stopping = _host.StopAsync();
        // Slowly enough for the renewals, which are real calls, to keep up.
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.1), () => stopping.IsCompleted, "it stopped");

        cancelled.Task.IsCompleted.Should().BeTrue();
        (_time.GetUtcNow() - start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        _lease.Holder.Should().BeNull("it was renewed until the work had ended");
    }

    [Fact]
    public async Task Lease_Lost_CancelsTheWorkAndEndsTheProcessWithAnError()
    {
        var cancelled = new TaskCompletionSource();
        _controller.OnReconcile = async (entity, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => cancelled.SetResult(), TaskScheduler.Default);
            return ReconciliationResult<V1ConfigMap>.Success(entity);
        };
        await _host.StartAsync();
        await ReconciledAsync();

        _lease.IsBroken = true;
        var stopping = _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await _time.HoldsAsync(TimeSpan.FromSeconds(0.5), () => stopping.IsCancellationRequested, "the process ends");

        await cancelled.Task;
        Health.IsLeader.Should().BeFalse();
        Environment.ExitCode.Should().Be(1);
    }

    [Fact]
    public void Settings_ThatCannotWork_AreRefusedAllAtOnce()
    {
        var add = () => new ServiceCollection().AddKubernetesOperator(settings =>
        {
            settings.Name = "";
            settings.RenewDeadline = TimeSpan.FromSeconds(20);
        });

        add.Should().Throw<ArgumentException>().WithMessage("*Name is empty*RenewDeadline must be shorter*");
    }

    [Fact]
    public void Owns_TheSameKindWithAnotherSelector_IsRefused()
    {
        var add = () => new ServiceCollection().AddKubernetesOperator().AddController<ScriptedController, V1ConfigMap>(c => c.Owns<V1Secret>("a=b").Owns<V1Secret>("c=d"));

        add.Should().Throw<InvalidOperationException>().WithMessage("*one cache of each kind*");
    }

    private IOperatorHealth Health => _host.Services.GetRequiredService<IOperatorHealth>();

    private Task ReconciledAsync() => Eventually.HoldsAsync(() => _controller.Calls.Contains("reconcile a"), "the box was reconciled");

    private IHost CreateHost()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(_controller);
        builder.Services.AddKubernetesOperator(settings =>
        {
            settings.WithName("l").Namespace = "ns";
            settings.Identity = "replica-1";
            settings.Client.Configuration = _server.Configuration;
        }).AddController<ScriptedController, V1ConfigMap>();
        return builder.Build();
    }
}
