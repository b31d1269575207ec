using Smartbox.Gateway.Hosting;

namespace Smartbox.Gateway.Authentication;

/// <summary>Something that is loaded from outside, tried until it is there, and loaded again from time to time.</summary>
/// <param name="name">What it is, for log lines.</param>
/// <param name="load">Loads it.</param>
/// <param name="isSame">Whether a loaded value is no news.</param>
/// <param name="interval">Time between two loads.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Logger.</param>
internal sealed class Refreshed<T>(
    string name, Func<CancellationToken, Task<T>> load, Func<T, T, bool> isSame, TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
    where T : class
{
    /// <summary>Least time between two loads that callers ask for: a stranger's token must not make the gateway call its issuer at will.</summary>
    private static readonly TimeSpan s_demandInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_firstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_lastRetry = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _loading = new(1);
    private long? _demandedAt;
    private bool _failing;
    private volatile T? _current;

    /// <summary>The last one that could be loaded; null before the first.</summary>
    public T? Current => _current;

    /// <summary>Loads it again because <paramref name="stale"/> does not do.</summary>
    /// <returns>True when there is another one now.</returns>
    public async Task<bool> RefreshAsync(T stale, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_current == stale && (_demandedAt is null || time.GetElapsedTime(_demandedAt.Value) >= s_demandInterval))
            {
                _demandedAt = time.GetTimestamp();
                await TryLoadAsync(cancellationToken);
            }

            return _current != stale;
        }
        finally
        {
            _loading.Release();
        }
    }

    public override void Dispose()
    {
        _loading.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var retry = s_firstRetry; ;)
        {
            bool loaded;
            await _loading.WaitAsync(stoppingToken);
            try
            {
                loaded = await TryLoadAsync(stoppingToken);
            }
            finally
            {
                _loading.Release();
            }

            await Task.Delay(loaded ? interval : retry, time, stoppingToken);
            retry = loaded ? s_firstRetry : retry * 2 < s_lastRetry ? retry * 2 : s_lastRetry;
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await load(cancellationToken);
            if (_current is null || !isSame(_current, loaded))
            {
                _current = loaded;
                Log.Loaded(logger, name);
            }

            _failing = false;
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the next try may do better; readiness says what is missing.
            if (!_failing)
            {
                Log.NotLoaded(logger, name, e.Message);
            }

            _failing = true;
            return false;
        }
    }
}
