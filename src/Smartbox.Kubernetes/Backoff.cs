namespace Smartbox.Kubernetes;

/// <summary>Delays that double up to a limit, each shortened at random by up to <paramref name="Jitter"/> of itself.</summary>
/// <param name="First">Delay after the first failure.</param>
/// <param name="Limit">Longest delay.</param>
/// <param name="Jitter">0 to 1.</param>
internal sealed record Backoff(TimeSpan First, TimeSpan Limit, double Jitter)
{
    /// <param name="failures">How many failures came before this one.</param>
    /// <param name="random">0 to 1.</param>
    public TimeSpan After(int failures, double random)
    {
        var delay = Math.Min(First.TotalSeconds * Math.Pow(2, failures), Limit.TotalSeconds);
        return TimeSpan.FromSeconds(delay * (1 - (Jitter * random)));
    }
}
