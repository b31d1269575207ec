namespace Smartbox.Api.Resources;

/// <summary>One allowed range of addresses.</summary>
public sealed class EgressRule
{
    /// <summary>Such as 0.0.0.0/0.</summary>
    public string Cidr { get; set; } = "";

    /// <summary>Ranges within it that stay closed.</summary>
    public IList<string>? Except { get; set; }

    /// <summary>TCP ports; all when absent.</summary>
    public IList<int>? Ports { get; set; }
}
