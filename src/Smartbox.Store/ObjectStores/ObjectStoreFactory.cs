namespace Smartbox.Store.ObjectStores;

/// <summary>Makes object stores from options.</summary>
public static class ObjectStoreFactory
{
    /// <summary>Makes a store; nothing is sent yet.</summary>
    /// <exception cref="ArgumentException">The options are wrong; the message has all errors.</exception>
    public static IObjectStore Create(ObjectStoreOptions options, TimeProvider time) => CreateRoot(options, time).Below(options.Prefix);

    /// <summary>The whole bucket or folder.</summary>
    internal static IObjectStore CreateRoot(ObjectStoreOptions options, TimeProvider time)
    {
        var errors = options.Validate();
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        return options.Folder is { } folder ? new FolderObjectStore(folder, time) : new S3ObjectStore(options, time, Random.Shared.NextDouble);
    }
}
