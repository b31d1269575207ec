using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Contents;

/// <summary>What of a file is in the repository.</summary>
/// <param name="Blobs">Its chunks in order.</param>
/// <param name="Length">Bytes of all.</param>
internal sealed record StoredContent(BlobId[] Blobs, long Length);
