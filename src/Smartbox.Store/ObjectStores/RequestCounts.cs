namespace Smartbox.Store.ObjectStores;

/// <summary>Requests by what they cost, retries included.</summary>
/// <param name="Writes">PUT and LIST.</param>
/// <param name="Reads">GET and HEAD.</param>
/// <param name="Deletes">DELETE.</param>
public readonly record struct RequestCounts(long Writes, long Reads, long Deletes)
{
    public long Total => Writes + Reads + Deletes;
}
