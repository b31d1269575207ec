namespace Smartbox.ApiServer.Storage;

/// <summary>A revision is older than what is kept of the past.</summary>
internal sealed class RevisionCompactedException(long wanted, long oldest) : Exception($"Revision {wanted} is older than {oldest}, the oldest that is kept.")
{
    public long Wanted => wanted;

    public long Oldest => oldest;
}
