namespace Smartbox.Api.Resources;

/// <summary>A Secret.</summary>
public sealed class SecretRef
{
    /// <summary>Its namespace.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";
}
