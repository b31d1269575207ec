namespace Smartbox.Sidecar.Hosting;

/// <summary>What every mode is given.</summary>
internal sealed record SidecarContext(SidecarOptions Options, TimeProvider Time, ILoggerFactory Loggers);
