namespace Smartbox.Store.Repositories;

/// <summary>A pack that is in the store, and what it holds.</summary>
internal sealed record StoredPack(BlobId Id, IReadOnlyList<PackEntry> Entries);
