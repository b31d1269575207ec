namespace Smartbox.Kubelet;

/// <summary>Which lines of which log.</summary>
public sealed record LogRequest(string Namespace, string Pod, string Container)
{
    /// <summary>Go on with what comes, until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The log of the run before.</summary>
    public bool Previous { get; init; }

    /// <summary>Begin each line with its time.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only the last lines; null for all.</summary>
    public int? TailLines { get; init; }

    /// <summary>At most so many bytes.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Only lines that are not older.</summary>
    public DateTimeOffset? Since { get; init; }
}
