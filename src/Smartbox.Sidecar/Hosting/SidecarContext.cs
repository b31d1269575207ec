namespace Smartbox.Sidecar.Hosting;

/// <summary>What every mode is given.</summary>
internal sealed record SidecarContext(SidecarOptions Options, TimeProvider Time, ILoggerFactory Loggers)
{
    /// <summary>Variables beyond <see cref="Options"/>: each feature reads its own.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
