namespace Smartbox.Api.Schema;

/// <summary>A range of IPv4 or IPv6 addresses.</summary>
public sealed class CidrAttribute : StringAttribute
{
    public CidrAttribute()
        : base(43)
    {
        Pattern = "^[0-9a-fA-F:.]+/[0-9]{1,3}$";
        Rule = new CelRuleAttribute(
            "isCIDR(self) && cidr(self) == cidr(self).masked()",
            "write an address range by its first address, such as 10.0.0.0/8, 192.0.2.7/32 or 2001:db8::/32");
    }
}
