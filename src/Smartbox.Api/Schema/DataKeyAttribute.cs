namespace Smartbox.Api.Schema;

/// <summary>A key of a Secret or ConfigMap.</summary>
public sealed class DataKeyAttribute : StringAttribute
{
    /// <summary>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; neither <c>.</c> nor anything that begins with <c>..</c>.</summary>
    public const string Expression = @"^\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$";

    public DataKeyAttribute()
        : base(253) => Pattern = Expression;
}
