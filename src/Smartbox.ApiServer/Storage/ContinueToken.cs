namespace Smartbox.ApiServer.Storage;

/// <summary>Where a list goes on.</summary>
/// <param name="Revision">The revision that the whole list is of.</param>
/// <param name="Namespace">Namespace and name of the last object given out.</param>
/// <param name="Name">Its name.</param>
internal sealed record ContinueToken(long Revision, string Namespace, string Name);
