namespace Smartbox.Api.Resources;

/// <summary>What a box means by the fields that it leaves out.</summary>
/// <remarks>Defaults live here and not in the schema, so that what is in Git is what is in the cluster; type and tier are in both, because <c>kubectl get</c> shows them.</remarks>
public static class SmartboxSpecDefaults
{
    /// <summary>Name of the SmartboxType.</summary>
    public static string EffectiveType(this SmartboxSpec spec) => spec.Type ?? Names.DefaultType;

    /// <summary>Name of the SmartboxTier.</summary>
    public static string EffectiveTier(this SmartboxSpec spec) => spec.Tier ?? Names.DefaultTier;

    /// <summary>When the box runs: all the time.</summary>
    public static PowerMode EffectivePowerMode(this SmartboxSpec spec) => spec.Power?.Mode ?? PowerMode.AlwaysOn;

    /// <summary>Where the state lives: on a volume.</summary>
    public static StateMode EffectiveStateMode(this SmartboxSpec spec) => spec.State?.Mode ?? StateMode.Volume;

    /// <summary>What a deletion leaves: everything.</summary>
    public static DeletionPolicy EffectiveDeletionPolicy(this SmartboxSpec spec) => spec.State?.DeletionPolicy ?? DeletionPolicy.Retain;

    /// <summary>Size of the state volume: the box's, else the tier's.</summary>
    public static string EffectiveStateSize(this SmartboxSpec spec, SmartboxTierSpec tier) => spec.State?.Size ?? tier.EffectiveStateSize();

    /// <summary>Storage class of a new state volume: the box's, else the tier's, else the cluster's (null).</summary>
    public static string? EffectiveStorageClassName(this SmartboxSpec spec, SmartboxTierSpec tier) =>
        spec.State?.StorageClassName ?? tier.State?.StorageClassName;

    /// <summary>Name of the SmartboxStore.</summary>
    public static string EffectiveStore(this SmartboxSpec spec) => spec.Backup?.Store ?? Names.DefaultStore;

    /// <summary>The longest time a change waits for its snapshot, as written: <c>1m</c>.</summary>
    public static string EffectiveBackupInterval(this SmartboxSpec spec) => spec.Backup?.Interval ?? "1m";

    /// <summary>When a changed image or template reaches a running box: when nobody is talking to it.</summary>
    public static UpdatePolicy EffectiveUpdate(this SmartboxSpec spec) => spec.Update ?? UpdatePolicy.WhenIdle;
}
