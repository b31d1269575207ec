namespace Smartbox.Api.Resources;

/// <summary>Keys of the bucket.</summary>
public sealed class StoreCredentials
{
    /// <summary>Secret with the keys accessKeyId and secretAccessKey.</summary>
    public SecretRef SecretRef { get; set; } = new();
}
