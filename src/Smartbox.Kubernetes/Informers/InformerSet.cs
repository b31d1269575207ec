using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Client;

namespace Smartbox.Kubernetes.Informers;

/// <summary>All informers of the process; runs them from start to stop.</summary>
internal sealed class InformerSet(IEnumerable<IInformer> informers, IHostApplicationLifetime lifetime, KubernetesClientSettings settings, TimeProvider time, ILogger<InformerSet> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan s_mutationInterval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IInformer> _informers = [.. informers];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public bool HasSynced => _informers.All(i => i.Synced.IsCompletedSuccessfully);

    public DateTimeOffset? LastActivity => _informers.Any(i => i.LastActivity is null) ? null : _informers.Min(i => i.LastActivity);

    public TimeSpan Idle => _informers.Count == 0 ? TimeSpan.Zero : _informers.Max(i => i.Idle);

    public Task WhenSyncedAsync(CancellationToken cancellationToken) => Task.WhenAll(_informers.Select(i => i.Synced)).WaitAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_informers.Select(i => Task.Run(() => RunAsync(i), CancellationToken.None)).Append(DetectMutationsAsync()));
        return Task.CompletedTask;
    }

    /// <summary>Ends all watches; may be called more than once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(IInformer informer)
    {
        try
        {
            await informer.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        // A process whose caches stand still does harm; its supervisor starts a new one.
        catch (Exception e)
        {
            Log.InformerEnded(logger, informer.EntityType.Name, e);
            Fail();
        }
    }

    private async Task DetectMutationsAsync()
    {
        while (settings.DetectCacheMutations && !_stop.IsCancellationRequested)
        {
            await Task.Delay(s_mutationInterval, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var informer in _informers)
            {
                if (informer.FindMutation() is { } key)
                {
                    Log.CacheMutated(logger, informer.EntityType.Name, key);
                    Fail();
                    return;
                }
            }
        }
    }

    private void Fail()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
