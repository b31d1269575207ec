namespace Smartbox.Api.Resources;

/// <summary>How a container ended.</summary>
public sealed class TerminationStatus
{
    /// <summary>OOMKilled, Error, Completed, Evicted …</summary>
    public string? Reason { get; set; }

    /// <summary>What it said, cut short.</summary>
    public string? Message { get; set; }

    /// <summary>When.</summary>
    public DateTime? Time { get; set; }

    /// <summary>Exit code.</summary>
    public int? ExitCode { get; set; }
}
