namespace Smartbox.ApiServer.Storage;

/// <summary>What to list.</summary>
/// <param name="Resource">Group and resource, as in <see cref="ObjectKey.Resource"/>.</param>
/// <param name="Namespace">Namespace; null for all.</param>
/// <param name="Filter">Which objects count; null for all. It is not remembered between pages.</param>
/// <param name="Limit">Longest page; null for no limit.</param>
/// <param name="Continue">Where the last page ended; null for the first.</param>
internal sealed record ListQuery(string Resource, string? Namespace, Func<StoredObject, bool>? Filter = null, int? Limit = null, ContinueToken? Continue = null);
