namespace Smartbox.Sidecar.Relay;

/// <summary>Limits and patience of the relay.</summary>
internal sealed record RelayOptions
{
    /// <summary>Sessions of a box.</summary>
    /// <value>256.</value>
    public int MaxSessions { get; init; } = 256;

    /// <summary>Inputs of a session that wait for their run or are in it.</summary>
    /// <value>64.</value>
    public int MaxQueuedInputs { get; init; } = 64;

    /// <summary>How long the result of a <c>client_msg_id</c> is kept.</summary>
    /// <value>24 hours.</value>
    public TimeSpan ResultAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>UTF-8 bytes of one answer.</summary>
    /// <value>1 MiB.</value>
    public int MaxAnswerBytes { get; init; } = 1024 * 1024;

    /// <summary>How often a run is tried whose agent dies in it.</summary>
    /// <value>3.</value>
    public int RunTries { get; init; } = 3;

    /// <summary>How long a run waits for an agent that does not answer.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan AgentPatience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>First and longest wait between two questions whether the agent is ready.</summary>
    /// <value>50 ms, 1 s.</value>
    public TimeSpan AgentPoll { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan AgentPollMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest run.</summary>
    /// <value>1 hour.</value>
    public TimeSpan MaxRunTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an answer of the readiness probe holds.</summary>
    /// <value>1 s.</value>
    public TimeSpan ReadinessAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Events and characters of one read for one stream.</summary>
    /// <value>64, 256 Ki.</value>
    public int StreamEvents { get; init; } = 64;

    public int StreamChars { get; init; } = 256 * 1024;

    /// <summary>How long a reader may take no frame.</summary>
    /// <value>30 s.</value>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence of a stream.</summary>
    /// <value>25 s.</value>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a client may take for its first frame.</summary>
    /// <value>10 s.</value>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long calls may take to end after SIGTERM.</summary>
    /// <value>3 s.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
