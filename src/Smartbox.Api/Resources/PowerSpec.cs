namespace Smartbox.Api.Resources;

/// <summary>When a box runs.</summary>
public sealed class PowerSpec
{
    /// <summary>AlwaysOn by default.</summary>
    public PowerMode? Mode { get; set; }
}
