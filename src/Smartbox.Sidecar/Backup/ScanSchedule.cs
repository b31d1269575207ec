namespace Smartbox.Sidecar.Backup;

/// <summary>How long to wait before the next scan: soon after a change, ever longer at rest, and never so often that it costs.</summary>
internal sealed class ScanSchedule(BackupOptions options)
{
    private TimeSpan _rest;

    /// <summary>After a scan that found nothing.</summary>
    public TimeSpan AfterRest(TimeSpan scanDuration)
    {
        var shortest = Shortest(scanDuration);
        _rest = _rest * 2 > shortest ? _rest * 2 : shortest;
        _rest = _rest < options.Interval ? _rest : options.Interval;
        return _rest;
    }

    /// <summary>After a change, or a snapshot of one: more may follow.</summary>
    public TimeSpan AfterChange(TimeSpan scanDuration)
    {
        _rest = TimeSpan.Zero;
        return Shortest(scanDuration);
    }

    private TimeSpan Shortest(TimeSpan scanDuration)
    {
        var affordable = scanDuration * options.ScanCostFactor;
        var shortest = affordable > options.MinScanInterval ? affordable : options.MinScanInterval;
        return shortest < options.Interval ? shortest : options.Interval;
    }
}
