using Amazon.Runtime;

namespace Smartbox.Store.ObjectStores;

/// <summary>The two files of a mounted Secret. Read at the first use, and again when the bucket refuses what they held: a rotation needs no restart.</summary>
internal sealed class S3Credentials(string folder) : AWSCredentials
{
    private const string AccessKeyIdFile = "accessKeyId";
    private const string SecretAccessKeyFile = "secretAccessKey";

    private volatile ImmutableCredentials? _current;

    public void Reload() => _current = null;

    /// <exception cref="ObjectStoreException">The files cannot be read.</exception>
    public override ImmutableCredentials GetCredentials() =>
        _current ??= new ImmutableCredentials(Read(AccessKeyIdFile), Read(SecretAccessKeyFile), token: null);

    private string Read(string name)
    {
        try
        {
            var content = File.ReadAllText(Path.Combine(folder, name)).Trim();
            return content.Length > 0
                ? content
                : throw new ObjectStoreException(ObjectStoreError.AccessDenied, $"The bucket's credentials are incomplete: '{name}' is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ObjectStoreException(ObjectStoreError.AccessDenied, $"The bucket's credentials cannot be read: '{name}' is missing or closed.", e);
        }
    }
}
