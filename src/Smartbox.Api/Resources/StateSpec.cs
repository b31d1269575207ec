using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>Where the state lives.</summary>
public sealed class StateSpec
{
    /// <summary>Where the state lives. It cannot be changed.</summary>
    /// <value>Default: Volume.</value>
    public StateMode? Mode { get; set; }

    /// <summary>Size of the volume, such as 8Gi. It can grow, where the storage class allows it, and not shrink.</summary>
    /// <value>Default: the tier's.</value>
    [Size]
    public string? Size { get; set; }

    /// <summary>Storage class of the volume. A change applies to the next volume that is made.</summary>
    /// <value>Default: the tier's, then the cluster's default.</value>
    [ObjectName]
    public string? StorageClassName { get; set; }

    /// <summary>What happens to volume and keys when the box is deleted.</summary>
    /// <value>Default: Retain.</value>
    public DeletionPolicy? DeletionPolicy { get; set; }
}
