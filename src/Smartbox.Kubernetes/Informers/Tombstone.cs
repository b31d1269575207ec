namespace Smartbox.Kubernetes.Informers;

/// <summary>Remembers a deletion for a while, so that an older answer that arrives late does not bring the object back.</summary>
/// <param name="Uid">The object that is gone; one of the same name and another UID may come.</param>
/// <param name="Version">Versions up to this one are from before the deletion.</param>
/// <param name="Expires">Timestamp after which nothing that old can still be under way.</param>
internal readonly record struct Tombstone(string? Uid, ulong Version, long Expires);
