using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>What a deletion came to.</summary>
/// <param name="Last">The object as it was at last, or as it is while it is being deleted.</param>
/// <param name="IsGone">Whether it is no longer there.</param>
internal sealed record Deletion(StoredObject Last, bool IsGone);
