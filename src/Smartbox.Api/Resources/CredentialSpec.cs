namespace Smartbox.Api.Resources;

/// <summary>Fills one credential slot.</summary>
public sealed class CredentialSpec
{
    /// <summary>Name of the slot in the type.</summary>
    public string Slot { get; set; } = "";

    /// <summary>Which key of which Secret of the box's namespace.</summary>
    public SecretKeyRef SecretRef { get; set; } = new();
}
