namespace Smartbox.Cli.Chat;

/// <summary>Delays between tries: from a quarter of a second, doubling to five, with jitter.</summary>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private int _tries;

    public TimeSpan Next()
    {
        var delay = s_first * Math.Pow(2, Math.Min(_tries++, 10));
#pragma warning disable CA5394 // jitter, not a secret
        return (delay < s_longest ? delay : s_longest) * (0.75 + (random.NextDouble() / 2));
#pragma warning restore CA5394
    }

    public void Reset() => _tries = 0;
}
