namespace Smartbox.Store.Repositories;

/// <summary>Object keys of a repository.</summary>
internal static class RepositoryKeys
{
    public const string Config = "config";
    public const string KeyFiles = "keys/";
    public const string Indexes = "index/";
    public const string Snapshots = "snapshots/";
    public const string Locks = "locks/";
    public const string Packs = "data/";

    public static string Pack(BlobId id)
    {
        var name = id.ToString();
        return $"{Packs}{name.AsSpan(0, 2)}/{name}";
    }
}
