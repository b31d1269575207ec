namespace Smartbox.Api.Schema;

/// <summary>A DNS label, such as the name of a namespace, or anything else that ends up in a label.</summary>
public sealed class LabelNameAttribute : StringAttribute
{
    public LabelNameAttribute()
        : base(63) => Pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
}
