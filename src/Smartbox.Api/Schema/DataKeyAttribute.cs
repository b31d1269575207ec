namespace Smartbox.Api.Schema;

/// <summary>A key of a Secret or ConfigMap.</summary>
public sealed class DataKeyAttribute : StringAttribute
{
    public DataKeyAttribute()
        : base(253) => Pattern = "^[-._a-zA-Z0-9]+$";
}
