using System.Text;
using Smartbox.Store.Files;
using Smartbox.Store.Repositories;
using Smartbox.Store.Snapshots.Trees;

namespace Smartbox.Store.Tests.Snapshots;

public sealed class RestoreTests : IDisposable
{
    private readonly BoxFolders _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Restore_IntoAFolderThatIsNotEmpty_IsRefused()
    {
        var snapshot = await _box.SnapshotAsync();
        Directory.CreateDirectory(_box.NewFolder("restored/state"));

        var restore = async () => await _box.RestoreAsync(snapshot.Id);

        await restore.Should().ThrowAsync<FileSystemException>();
        Directory.GetFileSystemEntries(_box.NewFolder("restored/state")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("/etc")]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task NameThatLeadsElsewhere_IsRefused(string name)
    {
        var snapshot = await SaveAsync([File(name, "evil"u8.ToArray())]);

        var restore = async () => await _box.RestoreAsync(snapshot, "deep/restored");

        await restore.Should().ThrowAsync<RepositoryException>();
        Directory.GetFileSystemEntries(_box.NewFolder("deep")).Should().Equal(_box.NewFolder("deep/restored"));
    }

    [Fact]
    public async Task LinkAndFolderOfOneName_AreRefused()
    {
        Directory.CreateDirectory(_box.NewFolder("outside"));
        var inner = await SaveTreeAsync([File("evil", "evil"u8.ToArray())]);
        var link = new TreeNode { Name = "a"u8.ToArray(), Kind = FileKind.Symlink, LinkTarget = Encoding.UTF8.GetBytes(_box.NewFolder("outside")) };
        var folder = new TreeNode { Name = "a"u8.ToArray(), Kind = FileKind.Folder, Subtree = inner };
        var snapshot = await SaveRawAsync(link, folder);

        var restore = async () => await _box.RestoreAsync(snapshot);

        await restore.Should().ThrowAsync<RepositoryException>();
        Directory.GetFileSystemEntries(_box.NewFolder("outside")).Should().BeEmpty();
    }

    [Fact]
    public async Task OtherRoots_AreRefused()
    {
        var repository = await _box.RepositoryAsync();
        var tree = await SaveTreeAsync([new TreeNode { Name = "etc"u8.ToArray(), Kind = FileKind.Folder, Subtree = await SaveTreeAsync([]) }]);
        await repository.FlushAsync(default);
        var snapshot = await SaveSnapshotAsync(tree);

        var restore = async () => await _box.RestoreAsync(snapshot);

        (await restore.Should().ThrowAsync<RepositoryException>()).Which.Message.Should().Contain("/etc");
    }

    [Fact]
    public async Task FileOfAnotherLengthThanItsContent_IsNamed()
    {
        var file = File("memory.md", "The cat is called Miso."u8.ToArray());
        file.Size++;
        var snapshot = await SaveAsync([file]);

        var restore = async () => await _box.RestoreAsync(snapshot);

        (await restore.Should().ThrowAsync<RepositoryException>()).Which.Message.Should().Contain("/state/memory.md");
    }

    [Fact]
    public async Task MissingBlobs_AreAllNamed()
    {
        _box.Write("kept.md", "kept");
        var missing = BlobId.Of("was never saved"u8);
        var (one, two) = (File("one.md", [1]), File("two.md", [2]));
        one.Content = [missing];
        two.Content = [BlobId.Of("nor was this"u8)];
        var folder = new TreeNode { Name = "folder"u8.ToArray(), Kind = FileKind.Folder, Subtree = missing };
        var snapshot = await SaveAsync([folder, one, two]);

        var restore = async () => await _box.RestoreAsync(snapshot);

        (await restore.Should().ThrowAsync<RepositoryException>()).Which.Message.Should().ContainAll("/state/one.md", "/state/two.md", "/state/folder");
    }

    [Fact]
    public async Task FlippedByte_InAnyPack_NamesThePathsAndLeavesThePreviousSnapshotWhole()
    {
        _box.Write("old.md", Specimen.Noise(1, 100_000));
        var first = await _box.SnapshotAsync();
        var before = TreeDump.Of(_box.State);
        var packs = Packs();
        _box.Write("new.md", Specimen.Noise(2, 100_000));
        _box.Write("sub/newer.md", Specimen.Noise(3, 100_000));
        var second = await _box.SnapshotAsync(first.Id);
        var damaged = Packs().Except(packs).MaxBy(pack => new FileInfo(pack).Length)!;
        var bytes = await System.IO.File.ReadAllBytesAsync(damaged);
        for (var at = 1000; at < bytes.Length - 1000; at += 100_000)
            bytes[at] ^= 1;
        System.IO.File.SetAttributes(damaged, FileAttributes.Normal);
        await System.IO.File.WriteAllBytesAsync(damaged, bytes);
        _box.Restart();

        var restore = async () => await _box.RestoreAsync(second.Id);

        (await restore.Should().ThrowAsync<RepositoryException>()).Which.Message.Should()
            .ContainAll("/state/new.md", "/state/sub/newer.md").And.NotContain("old.md");
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(first.Id, "previous"), "state")).Should().Equal(before);
    }

    [Fact]
    public async Task UnknownSnapshot_IsARepositoryError()
    {
        var restore = async () => await _box.RestoreAsync(new string('0', 64));

        await restore.Should().ThrowAsync<RepositoryException>();
    }

    [Fact]
    public async Task ManyFiles_AreRestoredInSeveralBatches()
    {
        // The repository of this test tells no lengths, so that the engine finds them out itself.
        for (var i = 0; i < 300; i++)
            _box.Write($"folder-{i % 90}/file-{i}", $"content {i / 2}");
        var snapshot = await _box.SnapshotAsync();
        var engine = _box.EngineOn(new MeddlingRepository(await _box.RepositoryAsync()) { TellsLengths = false });

        var result = await engine.RestoreAsync(snapshot.Id, _box.NewFolder("restored"), default);

        result.Files.Should().Be(300);
        TreeDump.Of(_box.NewFolder("restored/state")).Should().Equal(TreeDump.Of(_box.State));
    }

    private string[] Packs() => Directory.GetFiles(Path.Combine(_box.RepositoryFolder, "data"), "*", SearchOption.AllDirectories);

    private static TreeNode File(string name, byte[] content) => new()
    {
        Name = Encoding.UTF8.GetBytes(name),
        Kind = FileKind.File,
        Mode = 0x180,
        Size = content.Length,
        Content = [BlobId.Of(content)],
    };

    /// <summary>Saves a snapshot whose state holds these nodes, as an attacker with the password could.</summary>
    private async Task<string> SaveAsync(List<TreeNode> nodes)
    {
        var repository = await _box.RepositoryAsync();
        await repository.SaveBlobAsync(BlobType.Data, "evil"u8.ToArray(), default);
        await repository.SaveBlobAsync(BlobType.Data, "The cat is called Miso."u8.ToArray(), default);
        var state = new TreeNode { Name = "state"u8.ToArray(), Kind = FileKind.Folder, Mode = 0x1c0, Subtree = await SaveTreeAsync(nodes) };
        var root = await SaveTreeAsync([state]);
        await repository.FlushAsync(default);
        return await SaveSnapshotAsync(root);
    }

    private async Task<string> SaveRawAsync(TreeNode first, TreeNode second)
    {
        // Our writer refuses two nodes of one name: two trees are written and put together as text.
        static string Nodes(TreeNode node)
        {
            var text = Encoding.UTF8.GetString(Serialise([node]));
            return text["{\"nodes\":[".Length..^"]}\n".Length];
        }

        var repository = await _box.RepositoryAsync();
        var tree = await repository.SaveBlobAsync(BlobType.Tree, Encoding.UTF8.GetBytes($"{{\"nodes\":[{Nodes(first)},{Nodes(second)}]}}\n"), default);
        var root = await SaveTreeAsync([new TreeNode { Name = "state"u8.ToArray(), Kind = FileKind.Folder, Subtree = tree }]);
        await repository.FlushAsync(default);
        return await SaveSnapshotAsync(root);
    }

    private async Task<BlobId> SaveTreeAsync(List<TreeNode> nodes) =>
        await (await _box.RepositoryAsync()).SaveBlobAsync(BlobType.Tree, Serialise(nodes), default);

    private async Task<string> SaveSnapshotAsync(BlobId tree) => await (await _box.RepositoryAsync()).SaveSnapshotAsync(
        new SnapshotDocument { Time = _box.Time.GetUtcNow(), Tree = tree, Paths = ["/state"], Hostname = "box" }, default);

    private static byte[] Serialise(List<TreeNode> nodes)
    {
        var writer = new TreeWriter();
        writer.Begin();
        nodes.ForEach(writer.Add);
        return writer.Finish().ToArray();
    }
}
