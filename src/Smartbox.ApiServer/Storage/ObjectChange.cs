namespace Smartbox.ApiServer.Storage;

/// <summary>One change of one object.</summary>
/// <param name="Current">The new version; for a removal the last one, under the revision of the removal.</param>
/// <param name="Previous">The version before; null for a new object.</param>
/// <param name="IsDeleted">Whether the object was removed.</param>
internal sealed record ObjectChange(StoredObject Current, StoredObject? Previous, bool IsDeleted);
