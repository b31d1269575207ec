using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>One key of a Secret.</summary>
public sealed class SecretKeyRef
{
    /// <summary>Name of the Secret.</summary>
    [ObjectName]
    public string Name { get; set; } = "";

    /// <summary>Key in the Secret.</summary>
    [DataKey]
    public string Key { get; set; } = "";
}
