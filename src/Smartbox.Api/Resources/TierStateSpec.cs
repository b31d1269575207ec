namespace Smartbox.Api.Resources;

/// <summary>Defaults of the state volume.</summary>
public sealed class TierStateSpec
{
    /// <summary>Such as 8Gi.</summary>
    public string? Size { get; set; }

    /// <summary>Storage class.</summary>
    public string? StorageClassName { get; set; }
}
