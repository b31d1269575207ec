namespace Smartbox.Api.Resources;

/// <summary>One key of a Secret.</summary>
public sealed class SecretKeyRef
{
    /// <summary>Name of the Secret.</summary>
    public string Name { get; set; } = "";

    /// <summary>Key in it.</summary>
    public string Key { get; set; } = "";
}
