using System.Text;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots;

namespace Smartbox.Store.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly BoxFolders _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Restore_OfASnapshot_IsTheSourceInEveryAttribute()
    {
        Specimen.Fill(_box);

        var snapshot = await _box.SnapshotAsync();
        var restored = await _box.RestoreAsync(snapshot.Id);

        TreeDump.Of(Path.Combine(restored, "state")).Should().Equal(TreeDump.Of(_box.State));
        TreeDump.Of(Path.Combine(restored, "relay")).Should().Equal(TreeDump.Of(_box.Relay));
        snapshot.Warnings.Should().BeEmpty();
        snapshot.DirtyPaths.Should().BeEmpty();
    }

    [Fact]
    public async Task Scan_OfAnUnchangedTree_IsCleanEvenAfterARestart()
    {
        Specimen.Fill(_box);
        var snapshot = await _box.SnapshotAsync();
        _box.Restart();

        var scan = await _box.ScanAsync();

        scan.IsDirty.Should().BeFalse();
        scan.Files.Should().Be(snapshot.Files);
        scan.Bytes.Should().Be(snapshot.Bytes);
        scan.FilesBefore.Should().Be(snapshot.Files);
        scan.BytesBefore.Should().Be(snapshot.Bytes);
    }

    internal static Dictionary<string, Action<BoxFolders>> Changes { get; } = new()
    {
        { "a file of the same length", box => box.Write("memory.md", "The cat is called Moso.\n") },
        { "a new file", box => box.Write("a/new", "") },
        { "a deleted file", box => File.Delete(Path.Combine(box.State, "a/b/c/deep.json")) },
        { "a deleted folder", box => Directory.Delete(Path.Combine(box.State, "empty folder")) },
        { "a new mode", box => Libc.ChangeModeAt(Libc.AtCurrentFolder, FileName.Terminated(Path.Combine(box.State, "a/b/c/deep.json")), 0x100, 0) },
        { "a new time", box => File.SetLastWriteTimeUtc(Path.Combine(box.State, "a/b/c/deep.json"), DateTime.UnixEpoch) },
        { "a file renamed over another", box => Replace(box, "a/b/c/deep.json", "{}") },
        { "a link that leads elsewhere", box => Relink(box) },
        { "a file instead of a folder", box => FolderToFile(box) },
        { "a session log", box => File.AppendAllText(Path.Combine(box.Relay, "session-1.log"), "more") },
        { "a grown log", box => File.AppendAllText(Path.Combine(box.State, "log.jsonl"), "{\"torn") },
    };

    public static TheoryData<string> ChangeNames { get; } = [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task Change_IsSeenByTheScanAndIsInTheNextSnapshot(string what)
    {
        Specimen.Fill(_box);
        var first = await _box.SnapshotAsync();

        Changes[what](_box);
        _box.Time.Advance(TimeSpan.FromSeconds(10));

        (await _box.ScanAsync()).IsDirty.Should().BeTrue(what);
        var second = await _box.SnapshotAsync(first.Id);
        second.Id.Should().NotBe(first.Id);
        (await _box.ScanAsync()).IsDirty.Should().BeFalse();
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(second.Id), "state")).Should().Equal(TreeDump.Of(_box.State));
    }

    [Fact]
    public async Task Snapshot_OfAnUnchangedTree_IsItsParent()
    {
        Specimen.Fill(_box);
        var first = await _box.SnapshotAsync();

        var again = await _box.SnapshotAsync(first.Id);
        var forced = await (await _box.EngineAsync()).SnapshotAsync(new SnapshotRequest(first.Id, 1, ["manual"]) { ReuseUnchanged = false }, default);

        again.Should().BeEquivalentTo(new { first.Id, Unchanged = true, AddedBytes = 0L, first.Files, first.Bytes });
        forced.Id.Should().NotBe(first.Id);
    }

    [Fact]
    public async Task Snapshot_WithoutTheCache_ReadsEverythingAndUploadsNothing()
    {
        Specimen.Fill(_box);
        var first = await _box.SnapshotAsync();
        Directory.Delete(_box.Cache, recursive: true);

        (await _box.ScanAsync()).IsDirty.Should().BeTrue();
        var second = await _box.SnapshotAsync(first.Id);

        second.AddedBytes.Should().BeLessThan(2_000, "only the snapshot itself is new");
        (await SnapshotTreeAsync(second.Id)).Should().Be(await SnapshotTreeAsync(first.Id));
    }

    [Fact]
    public async Task Snapshot_IntoAnotherRepository_TrustsNoForeignCache()
    {
        Specimen.Fill(_box);
        await _box.SnapshotAsync();
        FolderTree.Delete(_box.RepositoryFolder);
        Directory.CreateDirectory(_box.RepositoryFolder);
        _box.Restart();

        var snapshot = await _box.SnapshotAsync();

        TreeDump.Of(Path.Combine(await _box.RestoreAsync(snapshot.Id), "state")).Should().Equal(TreeDump.Of(_box.State));
    }

    [Fact]
    public async Task YoungFile_IsReadAgain_UntilItIsOldEnough()
    {
        _box.Write("memory.md", "young");
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var engine = _box.EngineOn(await _box.RepositoryAsync(), clock);

        var first = await engine.SnapshotAsync(new SnapshotRequest(null, 1, []), default);

        (await engine.ScanAsync(default)).IsDirty.Should().BeTrue("another change could have left the same times");
        clock.Advance(TimeSpan.FromSeconds(10));
        (await engine.SnapshotAsync(new SnapshotRequest(first.Id, 1, []), default)).Unchanged.Should().BeTrue();
        (await engine.ScanAsync(default)).IsDirty.Should().BeFalse();
    }

    [Fact]
    public async Task FileThatChangesWhileItIsRead_IsStoredAndStaysDirty()
    {
        _box.Write("busy.log", "begin");
        _box.Write("calm.md", "calm");
        var meddler = new MeddlingRepository(await _box.RepositoryAsync())
        {
            BeforeSave = plaintext =>
            {
                if (Encoding.UTF8.GetString(plaintext.Span).StartsWith("begin", StringComparison.Ordinal))
                    File.AppendAllText(Path.Combine(_box.State, "busy.log"), "+");
            },
        };

        var snapshot = await _box.EngineOn(meddler).SnapshotAsync(new SnapshotRequest(null, 1, []), default);

        snapshot.DirtyPaths.Should().Equal("/state/busy.log");
        (await _box.ScanAsync()).IsDirty.Should().BeTrue();
        var restored = await _box.RestoreAsync(snapshot.Id);
        (await File.ReadAllTextAsync(Path.Combine(restored, "state/busy.log"))).Should().Be("begin++", "the third try reads what the first two provoked");
        (await File.ReadAllTextAsync(Path.Combine(restored, "state/calm.md"))).Should().Be("calm");
    }

    [Fact]
    public async Task TreeThatVanishesBeneathTheWalk_IsNoError()
    {
        _box.Write("1 first", "first");
        _box.Write("2 folder/child", "child");
        _box.Write("3 file", "file");
        _box.Write("4 last", "last");
        var meddler = new MeddlingRepository(await _box.RepositoryAsync())
        {
            BeforeSave = plaintext =>
            {
                if (!plaintext.Span.SequenceEqual("first"u8))
                    return;
                FolderTree.Delete(Path.Combine(_box.State, "2 folder"));
                File.Delete(Path.Combine(_box.State, "3 file"));
            },
        };

        var snapshot = await _box.EngineOn(meddler).SnapshotAsync(new SnapshotRequest(null, 1, []), default);

        Directory.GetFileSystemEntries(Path.Combine(await _box.RestoreAsync(snapshot.Id), "state")).Select(Path.GetFileName).Order()
            .Should().Equal("1 first", "4 last");
        (await _box.ScanAsync()).IsDirty.Should().BeTrue("the folder's own times changed");
    }

    [Fact]
    public async Task InterruptedSnapshot_IsContinuedWithoutUploadingTwice()
    {
        for (var i = 0; i < 20; i++)
            _box.Write($"file-{i:D2}", Specimen.Noise(i, 100_000));
        var saved = 0;
        var meddler = new MeddlingRepository(await _box.RepositoryAsync())
        {
            BeforeSave = _ =>
            {
                if (++saved == 15)
                    throw new IOException("no space left on the device of the bucket");
            },
        };
        var interrupted = async () => await _box.EngineOn(meddler).SnapshotAsync(new SnapshotRequest(null, 1, []), default);

        await interrupted.Should().ThrowAsync<IOException>("only errors of the box's own files leave out a file");
        await (await _box.RepositoryAsync()).FlushAsync(default);
        var before = (await _box.RepositoryAsync()).UploadedBytes;
        var snapshot = await _box.SnapshotAsync();

        before.Should().BeGreaterThan(1_300_000);
        snapshot.AddedBytes.Should().BeLessThan(800_000);
        (await _box.ScanAsync()).IsDirty.Should().BeFalse();
    }

    [Fact]
    public async Task SparseFile_OfTwentyGigabytes_IsStoredAndRestoredAsHoles()
    {
        var path = Path.Combine(_box.State, "sparse.img");
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, "begin"u8, 0);
            RandomAccess.Write(file, "middle"u8, 10_000_000_123);
            RandomAccess.SetLength(file, 20L << 30);
        }

        var snapshot = await _box.SnapshotAsync();
        var restored = Path.Combine(await _box.RestoreAsync(snapshot.Id), "state/sparse.img");

        snapshot.AddedBytes.Should().BeLessThan(2_000_000);
        using var copy = File.OpenHandle(restored);
        RandomAccess.GetLength(copy).Should().Be(20L << 30);
        var middle = new byte[6];
        RandomAccess.Read(copy, middle, 10_000_000_123);
        Encoding.ASCII.GetString(middle).Should().Be("middle");
        Libc.Seek(copy, 5_000_000_000, Libc.SeekData).Should().BeInRange(9_900_000_000, 10_000_000_123, "what lies between is a hole");
    }

    [Fact]
    public async Task DeepFolders_AreKeptToTheLimitAndTheRestIsNamed()
    {
        using (var root = Folder.Open(_box.State))
            MakeChain(root, 600);

        var snapshot = await _box.SnapshotAsync();

        snapshot.Warnings.Should().ContainSingle().Which.Should().Contain("500 levels");
        (await _box.ScanAsync()).IsDirty.Should().BeFalse();
        var restored = await _box.RestoreAsync(snapshot.Id);
        TreeDump.Of(restored).Count(line => line.Contains("/a-rather-long-name", StringComparison.Ordinal)).Should().Be(500);
    }

    [Fact]
    public async Task Excludes_LeaveOutAndForgetWhatTheyName()
    {
        using var box = new BoxFolders { Excludes = ["cache/**", "*.tmp", "build/"] };
        box.Write("cache/a/b", "x");
        box.Write("notes/draft.tmp", "x");
        box.Write("notes/build/out", "x");
        box.Write("notes/keep.md", "x");
        await File.WriteAllTextAsync(Path.Combine(box.Relay, "session.tmp"), "session logs are no matter of the agent's patterns");

        var snapshot = await box.SnapshotAsync();

        snapshot.Files.Should().Be(2);
        (await box.ScanAsync()).IsDirty.Should().BeFalse();
        var restored = await box.RestoreAsync(snapshot.Id);
        Directory.GetFiles(restored, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(restored, f)).Order()
            .Should().Equal("relay/session.tmp", "state/notes/keep.md");
        Directory.Exists(Path.Combine(restored, "state/cache")).Should().BeTrue();
    }

    [Fact]
    public async Task EverythingDeleted_IsANewSnapshotThatTellsSo_AndTheOldOneStays()
    {
        Specimen.Fill(_box);
        var before = TreeDump.Of(_box.State);
        var first = await _box.SnapshotAsync();
        FolderTree.Delete(_box.State);
        Directory.CreateDirectory(_box.State);

        var scan = await _box.ScanAsync();
        var second = await _box.SnapshotAsync(first.Id);

        scan.Should().BeEquivalentTo(new { IsDirty = true, Files = 1L, FilesBefore = first.Files, BytesBefore = first.Bytes });
        second.Should().BeEquivalentTo(new { Files = 1L, FilesBefore = first.Files, BytesBefore = first.Bytes });
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(first.Id), "state")).Should().Equal(before);
    }

    [Fact]
    public async Task MissingRoot_EndsTheSnapshot()
    {
        Directory.Delete(_box.State);

        var snapshot = async () => await _box.SnapshotAsync();

        (await snapshot.Should().ThrowAsync<FileSystemException>()).Which.Message.Should().Contain(_box.State);
    }

    private async Task<BlobId> SnapshotTreeAsync(string id) =>
        (await (await _box.RepositoryAsync()).ListSnapshotsAsync(default)).Single(s => s.Id == id).Snapshot.Tree;

    private static void MakeChain(Folder folder, int depth)
    {
        Libc.MakeFolderAt(folder.Descriptor, "a-rather-long-name\0"u8, 0x1c0).Should().Be(0);
        if (depth == 1)
            return;
        using var child = folder.OpenFolder("a-rather-long-name\0"u8);
        MakeChain(child, depth - 1);
    }

    private static void Replace(BoxFolders box, string path, string content)
    {
        var target = Path.Combine(box.State, path);
        File.WriteAllText(target + ".new", content);
        File.SetLastWriteTimeUtc(target + ".new", File.GetLastWriteTimeUtc(target));
        File.Move(target + ".new", target, overwrite: true);
    }

    private static void Relink(BoxFolders box)
    {
        File.Delete(Path.Combine(box.State, "link"));
        File.CreateSymbolicLink(Path.Combine(box.State, "link"), "memory.mx");
    }

    private static void FolderToFile(BoxFolders box)
    {
        Directory.Delete(Path.Combine(box.State, "empty folder"));
        File.WriteAllText(Path.Combine(box.State, "empty folder"), "no folder");
    }
}
