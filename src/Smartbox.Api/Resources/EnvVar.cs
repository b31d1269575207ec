using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>One environment variable.</summary>
public sealed class EnvVar
{
    /// <summary>Name of the variable.</summary>
    [VariableName]
    public string Name { get; set; } = "";

    /// <summary>Its value, taken literally. Not for secrets: those go through credential slots.</summary>
    [Text(8192, MinLength = 0)]
    public string? Value { get; set; }
}
