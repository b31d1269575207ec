using Smartbox.Sidecar.Hosting;
using Variables = Smartbox.Protocol.PodContract.Environment;

namespace Smartbox.Sidecar.Backup;

/// <summary>When snapshots are made, and when one is held.</summary>
internal sealed record BackupOptions
{
    /// <summary>The longest time a change waits for its snapshot; also the shortest time between two.</summary>
    /// <value>1 min.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Shortest time between two scans. A box at rest is scanned less and less often, down to once per <see cref="Interval"/>.</summary>
    /// <value>2 s.</value>
    public TimeSpan MinScanInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A scan is not repeated before this many times its own duration, within <see cref="Interval"/>.</summary>
    /// <value>100: 1 % of a core.</value>
    public int ScanCostFactor { get; init; } = 100;

    /// <summary>How long a call to the bucket may take before the try counts as failed and is shown.</summary>
    /// <value>30 s.</value>
    public TimeSpan StorePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait after the first failure; doubled after each, up to <see cref="MaxRetryDelay"/>.</summary>
    /// <value>1 s.</value>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>1 min.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest wait between two tries of the last snapshot.</summary>
    /// <value>3 s.</value>
    public TimeSpan MaxFinalRetryDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the last snapshot is tried after SIGTERM; a shorter grace period of the pod cuts it off.</summary>
    /// <value>80 s.</value>
    public TimeSpan FinalPatience { get; init; } = TimeSpan.FromSeconds(80);

    /// <summary>A state that stays small for so long is believed.</summary>
    /// <value>24 h.</value>
    public TimeSpan HoldFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Reads and checks the variables of the backup.</summary>
    /// <exception cref="SidecarException">With everything that is wrong, at once.</exception>
    public static BackupOptions Read(Func<string, string?> environment)
    {
        var variables = new VariableReader(environment);
        var defaults = new BackupOptions();
        var options = defaults with
        {
            Interval = variables.ParseOptional(Variables.BackupInterval, "a duration such as 1m", DurationText.Parse) ?? defaults.Interval,
        };
        variables.ThrowIfInvalid();
        return options;
    }
}
