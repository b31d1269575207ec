using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Smartbox.Kubernetes.Queues;

namespace Smartbox.Kubernetes.Controllers;

/// <summary>One controller: its sources fill its queue, its workers work it off.</summary>
internal sealed class ControllerLoop<T>(
    ControllerSpec<T> spec, Reconciler<T> reconciler, IServiceProvider provider, TimeProvider time, Func<double> random, ILogger logger)
    : IControllerLoop, IDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>, new()
{
    /// <summary>controller-runtime's: 5 ms doubling to 16 minutes.</summary>
    private static readonly Backoff s_backoff = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(16), Jitter: 0.2);

    private static readonly TimeSpan s_doubt = TimeSpan.FromSeconds(1);

    private readonly WorkQueue _queue = new(s_backoff, time, random, new QueueMetrics(spec.Name));
    private readonly ControllerMetrics _metrics = new(spec.Name);
    private readonly List<IDisposable> _subscriptions = [];

    public void Subscribe() => _subscriptions.AddRange(spec.Sources.Select(source => source(provider, _queue.Add)));

    public async Task RunAsync(Func<bool> mayWork, CancellationToken stop, CancellationToken abort)
    {
        try
        {
            await Task.WhenAll(spec.Barriers.Select(barrier => barrier(provider))).WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }

        _metrics.Max.Set(spec.MaxConcurrency);
        Log.ControllerStarted(logger, spec.Name, spec.MaxConcurrency);
        await Task.WhenAll(Enumerable.Range(0, spec.MaxConcurrency).Select(_ => Task.Run(() => WorkAsync(mayWork, stop, abort), CancellationToken.None)))
            .ConfigureAwait(false);
    }

    public void Dispose()
    {
        _subscriptions.ForEach(s => s.Dispose());
        _queue.Dispose();
    }

    private async Task WorkAsync(Func<bool> mayWork, CancellationToken stop, CancellationToken abort)
    {
        while (true)
        {
            EntityKey key;
            try
            {
                key = await _queue.TakeAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (mayWork())
                {
                    await ProcessAsync(key, abort).ConfigureAwait(false);
                }
                else
                {
                    // Either a renewal is late and comes yet, or the process is about to be stopped.
                    _queue.AddAfter(key, s_doubt);
                }
            }
            finally
            {
                _queue.Done(key);
            }
        }
    }

    private async Task ProcessAsync(EntityKey key, CancellationToken abort)
    {
        using var activity = Tracing.Source.StartActivity("reconcile");
        activity?.SetTag("controller", spec.Name).SetTag("k8s.namespace.name", key.Namespace).SetTag("k8s.object.name", key.Name);
        using var scope = Log.ReconcileScope(logger, spec.Name, key);

        var start = time.GetTimestamp();
        _metrics.Active.Inc();
        try
        {
            Settle(key, await reconciler.RunAsync(key, abort).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
        }
        // A controller may throw whatever it likes: the key is tried again.
        catch (Exception e)
        {
            Log.ReconcileFailed(logger, spec.Name, key, e.Message, e);
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, e.Message);
            _metrics.Failed();
            _queue.AddRateLimited(key);
        }
        finally
        {
            _metrics.Active.Dec();
            _metrics.Time.Observe(time.GetElapsedTime(start).TotalSeconds);
        }
    }

    private void Settle(EntityKey key, ReconciliationResult<T>? result)
    {
        switch (result)
        {
            case null or { IsSuccess: true }:
                _queue.Forget(key);
                _metrics.Succeeded(result?.RequeueAfter is not null);
                if (result?.RequeueAfter is { } again)
                {
                    _queue.AddAfter(key, again);
                }

                break;
            case { IsTerminal: true }:
                Log.ReconcileFailedForGood(logger, spec.Name, key, result.ErrorMessage, result.Error);
                _queue.Forget(key);
                _metrics.FailedForGood();
                break;
            case { RequeueAfter: { } later }:
                Log.ReconcileFailed(logger, spec.Name, key, result.ErrorMessage, result.Error);
                _metrics.Failed();
                _queue.AddAfter(key, later);
                break;
            default:
                Log.ReconcileFailed(logger, spec.Name, key, result.ErrorMessage, result.Error);
                _metrics.Failed();
                _queue.AddRateLimited(key);
                break;
        }
    }
}
