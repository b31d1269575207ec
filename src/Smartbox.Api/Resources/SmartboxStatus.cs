using k8s.Models;

namespace Smartbox.Api.Resources;

/// <summary>What a companion is.</summary>
public sealed class SmartboxStatus
{
    /// <summary>The generation of the spec that this status is about.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Number of the last pod start; each has a higher one.</summary>
    public long? Epoch { get; set; }

    /// <summary>The tier that the running pod has.</summary>
    public string? Tier { get; set; }

    /// <summary>The running pod.</summary>
    public PodStatus? Pod { get; set; }

    /// <summary>State of the backup.</summary>
    public BackupStatus? Backup { get; set; }

    /// <summary>How often the pod was replaced or a container restarted after a failure.</summary>
    public int? Restarts { get; set; }

    /// <summary>How the agent ended the last time.</summary>
    public TerminationStatus? LastTermination { get; set; }

    /// <summary>Ready, Reconciling, Stalled, StateReady, BackupCurrent, UpToDate.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
