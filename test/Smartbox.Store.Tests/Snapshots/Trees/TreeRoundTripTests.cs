using System.Text;
using CsCheck;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Trees;

namespace Smartbox.Store.Tests.Snapshots.Trees;

public sealed class TreeRoundTripTests
{
    private static readonly FileKind[] _kinds = [FileKind.File, FileKind.Folder, FileKind.Symlink, FileKind.Fifo];

    private static readonly Gen<byte[]> _genName = Gen.Byte.Where(b => b is not 0 and not (byte)'/').Array[1, 40];

    private static readonly Gen<FileTime> _genTime = Gen.Select(Gen.Long[-62_135_596_800, 253_402_300_799], Gen.Long[0, 999_999_999], (s, n) => new FileTime(s, n));

    private static readonly Gen<BlobId> _genId = Gen.Byte.Array[32].Select(bytes => new BlobId(bytes));

    private static readonly Gen<TreeNode> _genNode =
        from name in _genName
        from kind in Gen.Int[0, 3].Select(i => _kinds[i])
        from mode in Gen.UInt[0, 0xfff]
        from times in Gen.Select(_genTime, _genTime, _genTime)
        from numbers in Gen.ULong.Array[5]
        from target in Gen.Byte.Where(b => b != 0).Array[1, 60]
        from ids in _genId.Array[0, 4]
        from attribute in Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.Byte.Array[0, 50])
        select new TreeNode
        {
            Name = name,
            Kind = kind,
            Mode = mode,
            Modified = times.Item1,
            Accessed = times.Item2,
            Changed = times.Item3,
            Uid = (uint)numbers[0],
            Gid = (uint)numbers[1],
            Inode = numbers[2],
            DeviceId = numbers[3],
            Links = numbers[4],
            Size = kind == FileKind.File ? (long)(numbers[0] >> 1) : 0,
            LinkTarget = kind == FileKind.Symlink ? target : null,
            ExtendedAttributes = mode % 2 == 0 ? [] : [new ExtendedAttribute("user." + attribute.Item1, attribute.Item2)],
            Content = kind == FileKind.File ? ids : null,
            Subtree = kind == FileKind.Folder ? new BlobId(new byte[32]) : null,
        };

    [Fact]
    public void Tree_WrittenAndRead_IsTheSame() => _genNode.Array[0, 6].Sample(nodes =>
    {
        var ordered = nodes.DistinctBy(n => Convert.ToHexString(n.Name)).OrderBy(n => Convert.ToHexString(n.Name), StringComparer.Ordinal).ToList();

        TreeReader.Read(Write(ordered)).Should().BeEquivalentTo(ordered, options => options.WithStrictOrdering());
    }, iter: 200);

    [Fact]
    public void Tree_IsTheTextThatResticWrites()
    {
        var node = new TreeNode
        {
            Name = "<a> & \"b\""u8.ToArray(),
            Kind = FileKind.File,
            Mode = 0x9a4,
            Modified = new FileTime(1_700_000_000, 120_000_000),
            Accessed = new FileTime(1_700_000_000, 0),
            Changed = new FileTime(0, 1),
            Inode = 7,
            Size = 3,
            Links = 1,
            Content = [BlobId.Of("abc"u8)],
        };

        Encoding.UTF8.GetString(Write([node])).Should().Be(
            "{\"nodes\":[{\"name\":\"\\u003ca\\u003e \\u0026 \\\\\\\"b\\\\\\\"\",\"type\":\"file\",\"mode\":8389028,\"mtime\":\"2023-11-14T22:13:20.12Z\"," +
            "\"atime\":\"2023-11-14T22:13:20Z\",\"ctime\":\"1970-01-01T00:00:00.000000001Z\",\"uid\":0,\"gid\":0,\"inode\":7,\"size\":3,\"links\":1," +
            "\"content\":[\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"]}]}\n");
    }

    [Theory]
    [InlineData("2023-11-14T22:13:20.5+02:00", 1_699_992_800, 500_000_000)]
    [InlineData("2023-11-14T22:13:20-00:30", 1_700_001_800, 0)]
    [InlineData("0000-01-01T00:00:00Z", -62_135_596_800, 0)]
    public void Time_OfAnyZone_IsRead(string text, long seconds, long nanoseconds) =>
        GoJson.ReadTime(Encoding.ASCII.GetBytes(text)).Should().Be(new FileTime(seconds, nanoseconds));

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"nodes\":[1]}")]
    [InlineData("{\"nodes\":[{\"type\":\"file\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"b\"},{\"name\":\"a\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\"},{\"name\":\"a\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"\\\\\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"content\":[\"12\"]}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"mtime\":\"yesterday at noon, about\"}]}")]
    [InlineData("{\"nodes\":[{\"name\":\"a\",\"size\":-1.5}]}")]
    public void Read_OfWhatIsNoTree_IsARepositoryError(string json)
    {
        var read = () => TreeReader.Read(Encoding.UTF8.GetBytes(json));

        read.Should().Throw<RepositoryException>();
    }

    private static byte[] Write(List<TreeNode> nodes)
    {
        var writer = new TreeWriter();
        writer.Begin();
        nodes.ForEach(writer.Add);
        return writer.Finish().ToArray();
    }
}
