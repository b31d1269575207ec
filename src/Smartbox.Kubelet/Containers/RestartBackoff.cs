namespace Smartbox.Kubelet.Containers;

/// <summary>When a container that ended may start again.</summary>
internal sealed class RestartBackoff(TimeSpan first, TimeSpan longest)
{
    private TimeSpan _delay;
    private DateTimeOffset _restarted;

    /// <summary>How long after its end it waits.</summary>
    public TimeSpan Delay => _delay;

    /// <summary>Call when it ended: a long run before makes good for crashes.</summary>
    public void Ended(DateTimeOffset now)
    {
        if (_delay > TimeSpan.Zero && now - _restarted > longest * 2)
        {
            _delay = TimeSpan.Zero;
        }
    }

    /// <summary>Call when it is started again.</summary>
    public void Restarted(DateTimeOffset now)
    {
        _delay = _delay == TimeSpan.Zero ? first : _delay * 2 > longest ? longest : _delay * 2;
        _restarted = now;
    }
}
