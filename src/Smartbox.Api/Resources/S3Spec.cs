using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>An S3-compatible bucket.</summary>
public sealed class S3Spec
{
    /// <summary>URL of the service, such as https://ACCOUNT.r2.cloudflarestorage.com or https://s3.eu-central-1.amazonaws.com.</summary>
    [Text(512, Pattern = @"^https?://[^/?#@\s]+(/[^?#\s]*)?$")]
    [CelRule("isURL(self)", "write the URL of the service, such as https://s3.eu-central-1.amazonaws.com")]
    public string Endpoint { get; set; } = "";

    /// <summary>Region that requests are signed for, such as eu-central-1.</summary>
    /// <value>Default: auto, as Cloudflare R2 wants it.</value>
    [Text(64, Pattern = "^[a-zA-Z0-9-]+$")]
    public string? Region { get; set; }

    /// <summary>Name of the bucket.</summary>
    [Text(63, MinLength = 3, Pattern = "^[a-z0-9][a-z0-9.-]*[a-z0-9]$")]
    public string Bucket { get; set; } = "";

    /// <summary>Prepended to the key of every object, so that a bucket can be shared: empty, or ending with a slash, such as team-a/.</summary>
    /// <value>Default: empty.</value>
    [Text(256, MinLength = 0, Pattern = "^[a-zA-Z0-9!_.*'()/-]*$")]
    [CelRule(
        "self == '' || (self.endsWith('/') && !self.startsWith('/') && !self.contains('//'))",
        "prefix must be empty, or end with '/' and not begin with it, such as team-a/")]
    public string? Prefix { get; set; }

    /// <summary>Whether the bucket is named in the path of requests and not in the host.</summary>
    /// <value>Default: true.</value>
    public bool? ForcePathStyle { get; set; }
}
