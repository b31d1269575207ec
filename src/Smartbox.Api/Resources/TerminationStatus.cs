using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>How a container ended.</summary>
public sealed class TerminationStatus
{
    /// <summary>Why it ended, in a word: OOMKilled, Error, Completed, Evicted and the like.</summary>
    [Text(256, MinLength = 0)]
    public string? Reason { get; set; }

    /// <summary>What it said, cut short.</summary>
    [Text(4096, MinLength = 0)]
    public string? Message { get; set; }

    /// <summary>When it ended.</summary>
    public DateTime? Time { get; set; }

    /// <summary>Its exit code.</summary>
    public int? ExitCode { get; set; }
}
