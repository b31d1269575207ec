using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>Defaults of the state volume.</summary>
public sealed class TierStateSpec
{
    /// <summary>Size of new volumes, such as 8Gi, where the box says none.</summary>
    /// <value>Default: 8Gi.</value>
    [Size]
    public string? Size { get; set; }

    /// <summary>Storage class of new volumes, where the box says none.</summary>
    /// <value>Default: the cluster's default.</value>
    [ObjectName]
    public string? StorageClassName { get; set; }
}
