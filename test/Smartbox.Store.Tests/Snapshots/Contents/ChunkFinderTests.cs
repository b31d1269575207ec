using CsCheck;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Contents;

namespace Smartbox.Store.Tests.Snapshots.Contents;

public sealed class ChunkFinderTests
{
    private static readonly ulong[] _gear = GearTable.Create("a repository");

    [Fact]
    public void Cuts_DoNotDependOnHowTheDataArrives() => Gen.Select(Gen.Int[0, 1000], Gen.Int[1_000, 900_000]).Sample(
        (seed, piece) =>
        {
            var data = Specimen.Noise(seed, 3_000_000);
            return Cut(data, piece, ChunkPlan.ForFile(data.Length)).SequenceEqual(Cut(data, data.Length, ChunkPlan.ForFile(data.Length)));
        },
        iter: 30);

    [Fact]
    public void Cuts_KeepToTheirBoundsAndAverage()
    {
        var lengths = Cut(Specimen.Noise(1, 40_000_000), 1 << 20, ChunkPlan.ForFile(40_000_000));

        lengths.Sum().Should().Be(40_000_000);
        lengths.SkipLast(1).Should().OnlyContain(length => length >= 64 << 10 && length <= ChunkPlan.Maximum);
        lengths.Average().Should().BeInRange(150_000, 400_000);
    }

    [Fact]
    public void InsertedByte_ChangesTheChunksAroundIt()
    {
        var data = Specimen.Noise(2, 10_000_000);
        byte[] changed = [.. data.AsSpan(0, 5_000_000), 1, .. data.AsSpan(5_000_000)];

        var before = Ids(data);
        var after = Ids(changed);

        after.Except(before).Should().HaveCountLessThanOrEqualTo(3);
    }

    [Fact]
    public void SameBytes_AreCutAtTheMaximum() =>
        Cut(new byte[20 << 20], 1 << 20, ChunkPlan.ForFile(20 << 20)).Should().Equal(ChunkPlan.Maximum, ChunkPlan.Maximum, 4 << 20);

    [Theory]
    [InlineData(1, 16 << 10)]
    [InlineData(200L << 20, 16 << 10)]
    [InlineData(2L << 30, 64 << 10)]
    [InlineData(20L << 30, 1 << 20)]
    public void Databases_HaveChunksOfWholePagesAndNotTooMany(long size, int expected)
    {
        var plan = ChunkPlan.ForDatabase(size);

        plan.Fixed.Should().Be(expected);
        (size / plan.Fixed).Should().BeLessThanOrEqualTo(1 << 16);
    }

    private static List<int> Cut(byte[] data, int piece, ChunkPlan plan)
    {
        var finder = new ChunkFinder(_gear, plan);
        var lengths = new List<int>();
        for (int start = 0, known = 0; start < data.Length;)
        {
            known = Math.Min(data.Length, known + piece);
            int length;
            while (start < known && (length = finder.Find(data.AsSpan(start, known - start), known == data.Length)) > 0)
            {
                lengths.Add(length);
                start += length;
            }
        }

        return lengths;
    }

    private static HashSet<BlobId> Ids(byte[] data)
    {
        var ids = new HashSet<BlobId>();
        var start = 0;
        foreach (var length in Cut(data, 1 << 20, ChunkPlan.ForFile(data.Length)))
        {
            ids.Add(BlobId.Of(data.AsSpan(start, length)));
            start += length;
        }

        return ids;
    }
}
