namespace Smartbox.Store.Repositories;

/// <summary>Data and tree blobs live in separate packs.</summary>
public enum BlobType
{
    Data,
    Tree,
}
