namespace Smartbox.Api.Resources;

/// <summary>When a box runs.</summary>
public sealed class PowerSpec
{
    /// <summary>When the box runs.</summary>
    /// <value>Default: AlwaysOn.</value>
    public PowerMode? Mode { get; set; }
}
