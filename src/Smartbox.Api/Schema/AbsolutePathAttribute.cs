namespace Smartbox.Api.Schema;

/// <summary>An absolute path below the root, without <c>..</c>.</summary>
public sealed class AbsolutePathAttribute : StringAttribute
{
    public AbsolutePathAttribute()
        : base(1024)
    {
        Pattern = "^(/[^/:]+)+$";
        Rule = new CelRuleAttribute("!self.split('/').exists(part, part == '..' || part == '.')", "write an absolute path without '.' and '..', such as /state");
    }
}
