namespace Smartbox.Kubernetes.Events;

/// <summary>How many new events an object may still have: a bucket of <see cref="Burst"/> that refills slowly.</summary>
internal sealed class ObjectBudget(DateTimeOffset now)
{
    /// <summary>client-go's spam filter has the same.</summary>
    public const int Burst = 25;

    public static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    private double _tokens = Burst;
    private DateTimeOffset _updated = now;

    /// <summary>True when nothing was spent of it for so long that it need not be remembered.</summary>
    public bool IsFull(DateTimeOffset now) => _tokens + ((now - _updated) / Refill) >= Burst;

    public bool TrySpend(DateTimeOffset now)
    {
        _tokens = Math.Min(Burst, _tokens + ((now - _updated) / Refill));
        _updated = now;
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
