using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Changes;

namespace Smartbox.Store.Tests.Snapshots.Changes;

public sealed class ChangeCacheTests : IDisposable
{
    private static readonly CacheSummary _summary = new("repository", "snapshot", BlobId.Of("tree"u8), 3, 1234);

    private static readonly KnownFolder _known = new(BlobId.Of("state"u8),
    [
        new KnownFile
        {
            Name = [0xff, (byte)'a'],
            Status = new FileStatus(FileKind.File, 0x1a4, 77, new FileTime(-5, 999_999_999), new FileTime(1_700_000_000, 1), ulong.MaxValue, 9, 2, 1000, 1000),
            Flags = KnownFileFlags.Dirty | KnownFileFlags.Database,
            CompanionMark = 0xdeadbeefdeadbeef,
            StoredLength = 78,
            Content = [BlobId.Of("a"u8), BlobId.Of("b"u8)],
        },
        new KnownFile { Name = "folder"u8.ToArray(), Status = new FileStatus(FileKind.Folder, 0x1c0, 4096, default, default, 1, 1, 2, 0, 0), Subtree = BlobId.Of("c"u8) },
    ]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cache_WrittenAndRead_IsTheSame()
    {
        Write();

        using var cache = ChangeCache.Open(_folder.Path, "repository");

        cache.Summary.Should().Be(_summary);
        cache.Find("/state"u8).Should().BeEquivalentTo(_known);
        cache.Find("/other"u8).Should().BeNull();
    }

    [Fact]
    public void Cache_OfAnotherRepository_IsEmpty()
    {
        Write();

        using var cache = ChangeCache.Open(_folder.Path, "another");

        cache.Summary.Should().BeNull();
        cache.Find("/state"u8).Should().BeNull();
    }

    [Fact]
    public void Cache_NeverWritten_IsEmpty()
    {
        using var cache = ChangeCache.Open(_folder.Path, "repository");

        cache.Summary.Should().BeNull();
    }

    [Fact]
    public void Cache_WithAnyByteFlippedOrCutAnywhere_SaysNothingWrong()
    {
        Write();
        var path = _folder.Combine(CacheFormat.FileName);
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < whole.Length; i++)
        {
            var flipped = whole.ToArray();
            flipped[i] ^= 0x10;
            File.WriteAllBytes(path, flipped);
            ReadsNothingWrong();
            File.WriteAllBytes(path, whole[..i]);
            ReadsNothingWrong();
        }
    }

    [Fact]
    public void Cache_NotCommitted_LeavesTheOldOne()
    {
        Write();
        using (var writer = new ChangeCacheWriter(_folder.Path))
            writer.Add("/state"u8, new KnownFolder(BlobId.Of("new"u8), []));

        using var cache = ChangeCache.Open(_folder.Path, "repository");

        cache.Find("/state"u8)!.Tree.Should().Be(_known.Tree);
        Directory.GetFiles(_folder.Path).Should().ContainSingle();
    }

    private void Write()
    {
        using var writer = new ChangeCacheWriter(_folder.Path);
        writer.Add("/state"u8, _known);
        writer.Commit(_summary);
    }

    private void ReadsNothingWrong()
    {
        using var cache = ChangeCache.Open(_folder.Path, "repository");
        if (cache.Summary is { } summary)
            summary.Should().Be(_summary);
        if (cache.Find("/state"u8) is { } folder)
            folder.Should().BeEquivalentTo(_known);
    }
}
