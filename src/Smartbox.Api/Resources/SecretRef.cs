using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>A Secret.</summary>
public sealed class SecretRef
{
    /// <summary>Namespace of the Secret.</summary>
    [LabelName]
    public string Namespace { get; set; } = "";

    /// <summary>Name of the Secret.</summary>
    [ObjectName]
    public string Name { get; set; } = "";
}
