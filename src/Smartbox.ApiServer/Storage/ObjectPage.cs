namespace Smartbox.ApiServer.Storage;

/// <summary>A page of a list.</summary>
/// <param name="Items">Objects, ordered by namespace and name.</param>
/// <param name="Revision">The revision that the list is of.</param>
/// <param name="Continue">Where it goes on; null at its end.</param>
/// <param name="Remaining">How many objects follow; null at the end, and when a filter makes it unknown.</param>
internal sealed record ObjectPage(IReadOnlyList<StoredObject> Items, long Revision, ContinueToken? Continue, long? Remaining);
