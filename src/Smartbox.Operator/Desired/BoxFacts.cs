using Smartbox.Api;
using Smartbox.Api.Resources;

namespace Smartbox.Operator.Desired;

/// <summary>Questions that the operator asks of a box.</summary>
internal static class BoxFacts
{
    public static bool IsOff(this SmartboxResource box) => box.Spec.EffectivePowerMode() == PowerMode.Off;

    public static bool HasVolume(this SmartboxResource box) => box.Spec.EffectiveStateMode() == StateMode.Volume;

    public static bool Retains(this SmartboxResource box) => box.Spec.EffectiveDeletionPolicy() == DeletionPolicy.Retain;

    public static bool UpdatesImmediately(this SmartboxResource box) => box.Spec.EffectiveUpdate() == UpdatePolicy.Immediately;

    public static TimeSpan BackupInterval(this SmartboxResource box) => Durations.Parse(box.Spec.EffectiveBackupInterval());

    /// <summary>True when the bucket is known to hold a snapshot of this box.</summary>
    public static bool WasBackedUp(this SmartboxResource box) => box.Status?.Backup?.LastSnapshot?.Id is not null;

    public static bool SkipsFinalSnapshot(this SmartboxResource box) => box.Annotation(Labels.SkipFinalSnapshot) == "true";
}
