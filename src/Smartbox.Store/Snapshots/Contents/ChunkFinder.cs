namespace Smartbox.Store.Snapshots.Contents;

/// <summary>Finds the end of a chunk in data that arrives in pieces: FastCDC (Xia et al., 2016) with its two masks around the average length.</summary>
internal struct ChunkFinder(ulong[] gear, ChunkPlan plan)
{
    private readonly ulong _strict = ulong.MaxValue << (64 - (plan.AverageBits + 2));
    private readonly ulong _lenient = ulong.MaxValue << (64 - Math.Max(1, plan.AverageBits - 2));
    private ulong _hash;
    private int _position;

    /// <param name="data">The chunk from its beginning, as far as it is known; at least as much as at the last call.</param>
    /// <param name="isAll">No more is to come.</param>
    /// <returns>Length of the chunk, or 0 when more data is needed.</returns>
    public int Find(ReadOnlySpan<byte> data, bool isAll)
    {
        var end = plan.Fixed > 0 ? FindFixed(data.Length, isAll) : FindByContent(data, isAll);
        if (end > 0)
        {
            _hash = 0;
            _position = 0;
        }

        return end;
    }

    private readonly int FindFixed(int length, bool isAll) => length >= plan.Fixed ? plan.Fixed : isAll ? length : 0;

    private int FindByContent(ReadOnlySpan<byte> data, bool isAll)
    {
        var position = Math.Max(_position, plan.Minimum);
        var average = 1 << plan.AverageBits;
        if (Scan(data[..Math.Min(data.Length, average)], ref position, _strict) || Scan(data[..Math.Min(data.Length, ChunkPlan.Maximum)], ref position, _lenient))
            return position;
        _position = position;
        return data.Length >= ChunkPlan.Maximum ? ChunkPlan.Maximum : isAll ? data.Length : 0;
    }

    private bool Scan(ReadOnlySpan<byte> data, ref int position, ulong mask)
    {
        var hash = _hash;
        var table = gear;
        for (var i = position; i < data.Length; i++)
        {
            hash = (hash << 1) + table[data[i]];
            if ((hash & mask) == 0)
            {
                position = i + 1;
                return true;
            }
        }

        _hash = hash;
        position = Math.Max(position, data.Length);
        return false;
    }
}
