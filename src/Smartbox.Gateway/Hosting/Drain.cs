namespace Smartbox.Gateway.Hosting;

/// <summary>How the gateway leaves: not ready, a moment for load balancers to notice, streams told to go, calls finished.</summary>
internal sealed class Drain(GatewayOptions options, TimeProvider time, ILogger<Drain> logger) : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private int _calls;

    public bool IsDraining => _isDraining;

    /// <summary>Ends when streams are to end.</summary>
    public CancellationToken Leaving => _leaving.Token;

    public void Enter()
    {
        Interlocked.Increment(ref _calls);
        GatewayMetrics.Calls.Inc();
    }

    public void Exit()
    {
        GatewayMetrics.Calls.Dec();
        if (Interlocked.Decrement(ref _calls) == 0 && _leaving.IsCancellationRequested)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>Returns when all calls have ended or may not take longer.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        Log.Draining(logger, _calls);
        await Task.Delay(options.DrainSettle, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _leaving.CancelAsync();
        if (Volatile.Read(ref _calls) > 0)
        {
            await _empty.Task.WaitAsync(options.DrainTimeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Log.Drained(logger, _calls);
    }

    public void Dispose() => _leaving.Dispose();
}
