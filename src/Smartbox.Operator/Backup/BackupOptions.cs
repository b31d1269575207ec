namespace Smartbox.Operator.Backup;

/// <summary>How backup containers are asked.</summary>
internal sealed record BackupOptions
{
    /// <summary>Time between two questions while a box has something new.</summary>
    /// <value>30 s, each time up to 20 % shorter.</value>
    public TimeSpan MinPollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two questions for a box that has nothing new; reached by doubling.</summary>
    /// <value>5 min.</value>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>When a pod that has just started is asked for the first time.</summary>
    /// <value>5 s.</value>
    public TimeSpan FirstPoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Over what time the first questions to pods that run already are spread after a start of the operator.</summary>
    /// <value>1 min.</value>
    public TimeSpan Spread { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker waits for an answer before it looks after another box meanwhile.</summary>
    /// <value>300 ms.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Limit of a question.</summary>
    /// <value>10 s.</value>
    public TimeSpan StatusTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Limit of one try of a last snapshot.</summary>
    /// <value>5 min.</value>
    public TimeSpan SnapshotTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait after a failed last snapshot that must not be done without.</summary>
    /// <value>10 s.</value>
    public TimeSpan SnapshotRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how many questions without an answer a container counts as unreachable.</summary>
    /// <value>2.</value>
    public int UnreachableAfter { get; init; } = 2;
}
