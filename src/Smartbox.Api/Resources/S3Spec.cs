namespace Smartbox.Api.Resources;

/// <summary>An S3-compatible bucket.</summary>
public sealed class S3Spec
{
    /// <summary>Such as https://ACCOUNT.r2.cloudflarestorage.com.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>auto by default.</summary>
    public string? Region { get; set; }

    /// <summary>Name of the bucket.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Prepended to every key; empty or ends with a slash.</summary>
    public string? Prefix { get; set; }

    /// <summary>True by default.</summary>
    public bool? ForcePathStyle { get; set; }
}
