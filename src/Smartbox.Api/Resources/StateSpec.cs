namespace Smartbox.Api.Resources;

/// <summary>Where the state lives.</summary>
public sealed class StateSpec
{
    /// <summary>Volume by default.</summary>
    public StateMode? Mode { get; set; }

    /// <summary>Size of the volume, such as 8Gi; default: the tier's.</summary>
    public string? Size { get; set; }

    /// <summary>Storage class; default: the tier's, then the cluster's.</summary>
    public string? StorageClassName { get; set; }

    /// <summary>Retain by default.</summary>
    public DeletionPolicy? DeletionPolicy { get; set; }
}
