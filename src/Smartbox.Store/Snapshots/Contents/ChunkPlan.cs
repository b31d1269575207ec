namespace Smartbox.Store.Snapshots.Contents;

/// <summary>How a file is cut into blobs. Any cut is readable by restic; these keep uploads small and the list of a file's blobs bounded.</summary>
/// <param name="Fixed">Length of equal chunks; 0 when the content decides.</param>
/// <param name="Minimum">Shortest chunk but the last.</param>
/// <param name="AverageBits">Logarithm of the average length.</param>
internal readonly record struct ChunkPlan(int Fixed, int Minimum, int AverageBits)
{
    /// <summary>Longest chunk, which is also what restic's readers are sure to take.</summary>
    public const int Maximum = 8 << 20;

    private const long SmallFile = 512 << 10;
    private const int DatabaseChunk = 16 << 10;

    /// <summary>About as many blobs as one file may have: each costs 67 bytes in its folder's tree and about 100 in memory.</summary>
    private const long MostChunks = 1 << 16;

    /// <summary>A small file is one blob; others are cut where their content says, 256 KiB apart on average, more for those above 16 GiB.</summary>
    public static ChunkPlan ForFile(long size)
    {
        if (size <= SmallFile)
            return new ChunkPlan(Maximum, 0, 0);
        var bits = 18;
        while (bits < 22 && size >> bits > MostChunks)
            bits++;
        return new ChunkPlan(0, 1 << (bits - 2), bits);
    }

    /// <summary>Whole pages at fixed places: a changed page re-uploads 16 KiB. Larger databases have longer chunks: 64 KiB above 1 GiB, 256 KiB above 4 GiB, and so on.</summary>
    public static ChunkPlan ForDatabase(long size)
    {
        long chunk = DatabaseChunk;
        while (chunk < Maximum && size / chunk > MostChunks)
            chunk *= 4;
        return new ChunkPlan((int)Math.Min(chunk, Maximum), 0, 0);
    }
}
