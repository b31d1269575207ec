using k8s.Models;
using Smartbox.Operator.Backup;

namespace Smartbox.Operator.Status;

/// <summary>What one visit found and decided; with the box itself, everything that its status follows from.</summary>
internal sealed record Situation
{
    public required DateTimeOffset Now { get; init; }

    public long Epoch { get; init; }

    public V1Pod? Pod { get; init; }

    public V1PersistentVolumeClaim? Claim { get; init; }

    /// <summary>Hash of the pod's template as the spec asks for it; null when references are missing.</summary>
    public string? TemplateHash { get; init; }

    public Problem? Problem { get; init; }

    /// <summary>What the operator is waiting for or doing, when the pod does not say it: a reason and a sentence.</summary>
    public (string Reason, string Message)? Step { get; init; }

    /// <summary>The last answer of the backup container; null when it was not asked yet.</summary>
    public BackupReport? Report { get; init; }

    /// <summary>Why the backup container did not answer; null when it did or was not asked.</summary>
    public string? Unreachable { get; init; }
}
