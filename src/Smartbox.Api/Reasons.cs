namespace Smartbox.Api;

/// <summary>Reasons of conditions.</summary>
public static class Reasons
{
    public const string Reconciling = "Reconciling";
    public const string Restoring = "Restoring";
    public const string Starting = "Starting";
    public const string Running = "Running";
    public const string Off = "Off";
    public const string Stopping = "Stopping";
    public const string Deleting = "Deleting";
    public const string Unschedulable = "Unschedulable";
    public const string CrashLooping = "CrashLooping";
    public const string OOMKilled = "OOMKilled";
    public const string Evicted = "Evicted";
    public const string PodFailed = "PodFailed";
    public const string PodRefused = "PodRefused";
    public const string PodDeleted = "PodDeleted";
    public const string NodeLost = "NodeLost";
    public const string ImagePullFailed = "ImagePullFailed";
    public const string Restored = "Restored";
    public const string RestoreFailed = "RestoreFailed";
    public const string StateMissing = "StateMissing";
    public const string InvalidSpec = "InvalidSpec";
    public const string NameTaken = "NameTaken";
    public const string TierNotFound = "TierNotFound";
    public const string TypeNotFound = "TypeNotFound";
    public const string StoreNotFound = "StoreNotFound";
    public const string CredentialMissing = "CredentialMissing";
    public const string KeysMissing = "KeysMissing";
    public const string ForeignState = "ForeignState";
    public const string VolumePending = "VolumePending";
    public const string VolumeBound = "VolumeBound";
    public const string Current = "Current";
    public const string ChangesPending = "ChangesPending";
    public const string NeverBackedUp = "NeverBackedUp";
    public const string BackupFailing = "BackupFailing";
    public const string BackupStale = "BackupStale";
    public const string SnapshotHeld = "SnapshotHeld";
    public const string StoreUnavailable = "StoreUnavailable";
    public const string SidecarUnreachable = "SidecarUnreachable";
    public const string FinalSnapshotPending = "FinalSnapshotPending";
    public const string UpdatePending = "UpdatePending";
    public const string AsSpecified = "AsSpecified";
    public const string Unknown = "Unknown";
}
