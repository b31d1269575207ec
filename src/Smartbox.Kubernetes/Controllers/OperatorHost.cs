using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Events;
using Smartbox.Kubernetes.Informers;
using Smartbox.Kubernetes.LeaderElection;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>
/// Starts and stops in order. Start: caches, lease, workers. Stop: watches, no more work, what runs finishes, events, and the lease last.
/// </summary>
internal sealed class OperatorHost(
    IEnumerable<IControllerLoop> controllers,
    InformerSet informers,
    OperatorElection election,
    EventRecorder events,
    OperatorSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<OperatorHost> logger) : IHostedService, IOperatorHealth, IDisposable
{
    /// <summary>What cancelled reconciles, the last events and the lease get each when the process stops.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>The longest watch is silent for 11 minutes before it is given up by itself.</summary>
    private static readonly TimeSpan s_maxIdle = TimeSpan.FromMinutes(15);

    private readonly IReadOnlyList<IControllerLoop> _controllers = [.. controllers];

    // Each ends one thing, in the order of a clean stop.
    private readonly CancellationTokenSource _stopWork = new();
    private readonly CancellationTokenSource _abortWork = new();
    private readonly CancellationTokenSource _stopEvents = new();
    private readonly CancellationTokenSource _stopRenewal = new();
    private Task _work = Task.CompletedTask;
    private Task _renewal = Task.CompletedTask;
    private Task _events = Task.CompletedTask;
    private volatile bool _isWorking;

    public bool IsSynced => informers.HasSynced;

    public bool IsLeader => _isWorking && election.IsLeader;

    public bool IsAlive => !_work.IsFaulted && informers.Idle < s_maxIdle;

    public DateTimeOffset? LastWatchActivity => informers.LastActivity;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var controller in _controllers)
        {
            controller.Subscribe();
        }

        _events = Task.Run(() => events.RunAsync(_stopEvents.Token), CancellationToken.None);
        _work = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await informers.StopAsync(cancellationToken).ConfigureAwait(false);

        await _stopWork.CancelAsync().ConfigureAwait(false);
        if (!await EndsWithinAsync(_work, settings.ShutdownTimeout, cancellationToken).ConfigureAwait(false))
        {
            Log.ReconcilesCancelled(logger, settings.ShutdownTimeout);
            await _abortWork.CancelAsync().ConfigureAwait(false);
            await EndsWithinAsync(_work, Grace, cancellationToken).ConfigureAwait(false);
        }

        events.Complete();
        await EndsWithinAsync(_events, Grace, cancellationToken).ConfigureAwait(false);
        await _stopEvents.CancelAsync().ConfigureAwait(false);

        await _stopRenewal.CancelAsync().ConfigureAwait(false);
        await EndsWithinAsync(_renewal, Grace, cancellationToken).ConfigureAwait(false);

        // A reconcile that would not end even when cancelled may still act: the lease has to run out then.
        if (_work.IsCompleted)
        {
            using var deadline = new CancellationTokenSource(Grace, time);
            await election.ReleaseAsync(deadline.Token).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stopWork.Dispose();
        _abortWork.Dispose();
        _stopEvents.Dispose();
        _stopRenewal.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            // Warm first: whoever takes the lease can work at once.
            await informers.WhenSyncedAsync(_stopWork.Token).ConfigureAwait(false);
            await election.AcquireAsync(_stopWork.Token).ConfigureAwait(false);
            _renewal = RenewAsync();
            _isWorking = true;
            await Task.WhenAll(_controllers.Select(c => c.RunAsync(() => election.IsLeader, _stopWork.Token, _abortWork.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopWork.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Log.OperatorEnded(logger, e);
            Fail();
            throw;
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            await election.RenewUntilLostAsync(_stopRenewal.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopRenewal.IsCancellationRequested)
        {
            return;
        }
        // Whatever ended the renewal, leadership ends with it.
        catch (Exception e)
        {
            Log.OperatorEnded(logger, e);
        }

        Log.LeadershipLost(logger);
        await _abortWork.CancelAsync().ConfigureAwait(false);
        Fail();
    }

    private void Fail()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
