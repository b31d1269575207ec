namespace Smartbox.Store.ObjectStores;

/// <summary>Where the objects are: a folder, or an S3-compatible bucket.</summary>
public sealed record ObjectStoreOptions
{
    /// <summary>A folder on this machine that takes the place of a bucket; it must exist. Excludes all of S3.</summary>
    /// <value>Default null.</value>
    public string? Folder { get; init; }

    /// <summary>URL of the endpoint, such as <c>https://ACCOUNT.r2.cloudflarestorage.com</c>.</summary>
    /// <value>Default null; needed for S3.</value>
    public string? Endpoint { get; init; }

    /// <summary>Region that requests are signed for; R2 wants <c>auto</c>.</summary>
    /// <value>Default <c>auto</c>.</value>
    public string Region { get; init; } = "auto";

    /// <summary>Bucket.</summary>
    /// <value>Default null; needed for S3.</value>
    public string? Bucket { get; init; }

    /// <summary>What all keys begin with, such as <c>boxes/UID/</c>: empty, or closed by a slash.</summary>
    /// <value>Default empty.</value>
    public string Prefix { get; init; } = "";

    /// <summary>Address the bucket as <c>endpoint/bucket</c> rather than <c>bucket.endpoint</c>.</summary>
    /// <value>Default true.</value>
    public bool PathStyle { get; init; } = true;

    /// <summary>Folder with the files <c>accessKeyId</c> and <c>secretAccessKey</c>: a mounted Secret. They are read again when the bucket refuses them.</summary>
    /// <value>Default null; needed for S3.</value>
    public string? CredentialsFolder { get; init; }

    /// <summary>Limit of one request, after which it is sent again.</summary>
    /// <value>Default 100 seconds: 9 MiB at 1 Mbit/s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>All that is wrong with these options, as sentences; none when they can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (Folder is null == Endpoint is null)
        {
            errors.Add("Exactly one of a folder and an endpoint is needed.");
        }

        if (Endpoint is not null)
        {
            if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            {
                errors.Add($"The endpoint '{Endpoint}' is not a URL of http or https.");
            }

            if (string.IsNullOrEmpty(Bucket))
            {
                errors.Add("A bucket is needed.");
            }

            if (string.IsNullOrEmpty(CredentialsFolder))
            {
                errors.Add("A folder with credentials is needed.");
            }
        }

        if (RequestTimeout <= TimeSpan.Zero)
        {
            errors.Add("The request timeout must be positive.");
        }

        try
        {
            ObjectKey.CheckPrefix(Prefix);
        }
        catch (ArgumentException e)
        {
            errors.Add(e.Message);
        }

        return errors;
    }
}
