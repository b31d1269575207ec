namespace Smartbox.Api.Resources;

/// <summary>Where the bucket is. Exactly one of s3 and folder.</summary>
public sealed class SmartboxStoreSpec
{
    /// <summary>An S3-compatible bucket.</summary>
    public S3Spec? S3 { get; set; }

    /// <summary>A folder, on one machine.</summary>
    public FolderSpec? Folder { get; set; }

    /// <summary>Keys of the bucket.</summary>
    public StoreCredentials? Credentials { get; set; }

    /// <summary>Addresses of the endpoint, where they are private: the network policy of boxes opens them. An endpoint given by address opens itself.</summary>
    public IList<EgressRule>? Egress { get; set; }
}
