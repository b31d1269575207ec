namespace Smartbox.Store.ObjectStores;

/// <summary>Exponential backoff with full jitter: the mean doubles from 100 ms to 15 s, and a thousand boxes that failed together do not come back together.</summary>
/// <param name="random">A number from 0 up to 1.</param>
internal sealed class RetryBackoff(Func<double> random)
{
    private const int LastDoubling = 8;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait after a failure.</summary>
    /// <param name="failures">Failures in a row before this one.</param>
    public TimeSpan After(int failures)
    {
        var limit = First * (1L << Math.Min(failures, LastDoubling));
        return random() * (limit < Cap ? limit : Cap);
    }
}
