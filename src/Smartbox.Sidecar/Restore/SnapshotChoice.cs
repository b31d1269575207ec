using System.Globalization;
using Smartbox.Store.Repositories;

namespace Smartbox.Sidecar.Restore;

/// <summary>Which snapshots of a box are to be restored, the newest first.</summary>
internal static class SnapshotChoice
{
    /// <summary>Tag of a snapshot that is kept and is never the latest by itself.</summary>
    public const string HeldTag = "held";

    private const string EpochTag = "epoch=";

    /// <summary>Those with an <c>epoch=N</c> tag and not held: by the highest epoch, then the latest time, since clocks of nodes differ.</summary>
    public static IReadOnlyList<(string Id, SnapshotDocument Snapshot)> NewestFirst(
        IEnumerable<(string Id, SnapshotDocument Snapshot)> snapshots) =>
        [.. from item in snapshots
            let epoch = EpochOf(item.Snapshot)
            where epoch is not null && !item.Snapshot.Tags.Contains(HeldTag)
            orderby epoch descending, item.Snapshot.Time descending, item.Id
            select item];

    private static long? EpochOf(SnapshotDocument snapshot)
    {
        long? highest = null;
        foreach (var tag in snapshot.Tags)
        {
            if (tag.StartsWith(EpochTag, StringComparison.Ordinal)
                && long.TryParse(tag.AsSpan(EpochTag.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
                && (highest is null || epoch > highest))
            {
                highest = epoch;
            }
        }

        return highest;
    }
}
