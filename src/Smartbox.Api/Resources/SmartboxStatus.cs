using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>What a companion is.</summary>
public sealed class SmartboxStatus
{
    /// <summary>The generation of the spec that this status is about.</summary>
    [Bounds(0, long.MaxValue)]
    public long? ObservedGeneration { get; set; }

    /// <summary>Number of the last start of the pod; each start has a higher one, and only the highest may write to the bucket.</summary>
    [Bounds(0, long.MaxValue)]
    public long? Epoch { get; set; }

    /// <summary>The tier that the running pod has.</summary>
    [Text(63, MinLength = 0)]
    public string? Tier { get; set; }

    /// <summary>The running pod.</summary>
    public PodStatus? Pod { get; set; }

    /// <summary>State of the backup.</summary>
    public BackupStatus? Backup { get; set; }

    /// <summary>How often the pod was replaced, or one of its containers restarted, after a failure.</summary>
    [Bounds(0, int.MaxValue)]
    public int? Restarts { get; set; }

    /// <summary>How the agent ended the last time.</summary>
    public TerminationStatus? LastTermination { get; set; }

    /// <summary>What is known of the box: Ready (a session would be served now), Reconciling (work is under way), Stalled (a person must act), StateReady (the volume holds the
    /// box's state), BackupCurrent (the newest change is in the bucket) and UpToDate (the pod is what the spec asks for).</summary>
    [ListMap(16, "type")]
    public IList<V1Condition>? Conditions { get; set; }
}
