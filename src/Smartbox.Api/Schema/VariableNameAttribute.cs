namespace Smartbox.Api.Schema;

/// <summary>Name of an environment variable.</summary>
public sealed class VariableNameAttribute : StringAttribute
{
    public VariableNameAttribute()
        : base(128) => Pattern = "^[A-Za-z_][A-Za-z0-9_]*$";
}
