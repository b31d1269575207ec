using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>One allowed range of addresses.</summary>
[CelRule(
    "!has(self.except) || !isCIDR(self.cidr) || self.except.all(e, isCIDR(e) && cidr(self.cidr).containsCIDR(cidr(e)) && e != self.cidr)",
    "each range in except must lie within cidr and be smaller than it",
    FieldPath = ".except")]
public sealed class EgressRule
{
    /// <summary>Range that may be connected to, such as 0.0.0.0/0 or 192.0.2.7/32.</summary>
    [Cidr]
    public string Cidr { get; set; } = "";

    /// <summary>Ranges within it that stay closed, such as 10.0.0.0/8.</summary>
    [ListSet(32)]
    [Cidr]
    public IList<string>? Except { get; set; }

    /// <summary>TCP ports that may be connected to. Without any: all ports.</summary>
    [ListSet(32)]
    [Bounds(1, 65535)]
    public IList<int>? Ports { get; set; }
}
