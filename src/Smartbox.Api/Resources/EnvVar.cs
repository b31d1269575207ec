namespace Smartbox.Api.Resources;

/// <summary>One environment variable.</summary>
public sealed class EnvVar
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Value.</summary>
    public string? Value { get; set; }
}
