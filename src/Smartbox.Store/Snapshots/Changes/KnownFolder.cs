using Smartbox.Store.Repositories;

namespace Smartbox.Store.Snapshots.Changes;

/// <summary>What the last snapshot has of a folder: its tree, and its children in the order of their names.</summary>
internal sealed record KnownFolder(BlobId Tree, IReadOnlyList<KnownFile> Files)
{
    /// <summary>Finds a child by a cursor; names are asked for in ascending order.</summary>
    public KnownFile? Find(ReadOnlySpan<byte> name, ref int next)
    {
        for (; next < Files.Count; next++)
        {
            var order = Files[next].Name.AsSpan().SequenceCompareTo(name);
            if (order == 0)
                return Files[next++];
            if (order > 0)
                return null;
        }

        return null;
    }
}
