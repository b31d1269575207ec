namespace Smartbox.Local;

/// <summary>A bucket that boxes are backed up to instead of the installation's folder.</summary>
/// <param name="Endpoint"><c>http(s)://HOST[:PORT]</c>.</param>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">Put before everything; empty, or ends with a slash.</param>
/// <param name="Region">Region.</param>
/// <param name="AccessKeyId">Key.</param>
/// <param name="SecretAccessKey">Its secret.</param>
public sealed record LocalStore(Uri Endpoint, string Bucket, string Prefix, string Region, string AccessKeyId, string SecretAccessKey)
{
    /// <summary>Reads <c>https://HOST[:PORT]/BUCKET[/PREFIX]</c>.</summary>
    /// <exception cref="LocalException">It is not of that form.</exception>
    public static LocalStore Parse(string url, string region, string accessKeyId, string secretAccessKey)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.AbsolutePath.Trim('/').Split('/', 2) is not [{ Length: > 0 } bucket, ..] parts)
        {
            throw new LocalException($"The store '{url}' must be like https://HOST/BUCKET or https://HOST/BUCKET/PREFIX.");
        }

        var prefix = parts.Length > 1 ? parts[1].TrimEnd('/') + "/" : "";
        return new LocalStore(new Uri(uri.GetLeftPart(UriPartial.Authority)), bucket, prefix, region, accessKeyId, secretAccessKey);
    }
}
