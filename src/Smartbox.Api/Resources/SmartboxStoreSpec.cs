using Smartbox.Api.Schema;

namespace Smartbox.Api.Resources;

/// <summary>Where the bucket is. Exactly one of s3 and folder.</summary>
[CelRule("has(self.s3) != has(self.folder)", "write exactly one of s3 (a bucket) and folder (a path on one machine)")]
[CelRule(
    "!has(self.s3) || has(self.credentials)",
    "s3 needs credentials.secretRef: namespace and name of a Secret with the keys accessKeyId and secretAccessKey")]
public sealed class SmartboxStoreSpec
{
    /// <summary>An S3-compatible bucket, such as one of Cloudflare R2.</summary>
    public S3Spec? S3 { get; set; }

    /// <summary>A folder instead of a bucket, for a single machine.</summary>
    public FolderSpec? Folder { get; set; }

    /// <summary>Keys of the bucket. Agents never see them.</summary>
    public StoreCredentials? Credentials { get; set; }

    /// <summary>Addresses of the endpoint, where they are private: the network policy of boxes opens them. An endpoint given by its address opens itself.</summary>
    [ListMap(32, "cidr")]
    public IList<EgressRule>? Egress { get; set; }
}
