namespace Smartbox.Api.Schema;

/// <summary>A positive number of bytes as a quantity, such as <c>512Mi</c> or <c>8Gi</c>.</summary>
public sealed class SizeAttribute : StringAttribute
{
    public SizeAttribute()
        : base(20) => Pattern = @"^[1-9][0-9]{0,11}(\.[0-9]{1,3})?(k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$";
}
