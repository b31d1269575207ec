using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>Fills one credential slot.</summary>
public sealed class CredentialSpec
{
    /// <summary>Name of the slot in the type.</summary>
    [LabelName]
    public string Slot { get; set; } = "";

    /// <summary>Where the value is: a key of a Secret in the box's namespace.</summary>
    public SecretKeyRef SecretRef { get; set; } = new();
}
