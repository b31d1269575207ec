using System.Globalization;
using System.Text;
using System.Text.Json;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

public sealed class ResticTests : IDisposable
{
    private const string Password = "correct horse battery staple";
    private readonly TemporaryFolder _folder = new();
    private readonly Restic _restic;
    private readonly IObjectStore _store;

    public ResticTests()
    {
        _restic = new Restic(_folder.Path, Password);
        _store = ObjectStoreFactory.Create(new ObjectStoreOptions { Folder = _folder.Path }, TimeProvider.System);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Repository_WrittenByUs_IsCleanForRestic()
    {
        Restic.SkipWhereAbsent();
        using var repository = await Repository.CreateAsync(_store, Password, new RepositoryOptions(), CancellationToken.None);
        var random = new Random(1);
        var contents = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? Noise(random, 400_000 + i) : Text(200_000 + i)).ToList();

        var snapshot = await SaveAsync(repository, contents);

        await _restic.RunAsync("check", "--read-data");
        (await _restic.RunAsync("snapshots", "--json")).Should().Contain(snapshot).And.Contain("\"epoch=7\"");
        for (var i = 0; i < contents.Count; i += 13)
        {
            (await _restic.RunAsync("cat", "blob", BlobId.Of(contents[i]).ToString())).Length.Should().BePositive();
        }

        using var target = new TemporaryFolder();
        await _restic.RunAsync("restore", snapshot, "--target", target.Path);
        for (var i = 0; i < contents.Count; i++)
        {
            (await File.ReadAllBytesAsync(Path.Combine(target.Path, "state", FileName(i)))).Should().Equal(contents[i]);
        }
    }

    [SkippableFact]
    public async Task Repository_WrittenByRestic_IsReadByUs()
    {
        Restic.SkipWhereAbsent();
        using var source = new TemporaryFolder();
        var content = Encoding.UTF8.GetBytes("the cat is called Miso\n");
        await File.WriteAllBytesAsync(source.Combine("memory.md"), content);
        await _restic.RunAsync("init");
        await _restic.RunAsync("backup", source.Path, "--tag", "epoch=3", "--host", "box");

        using var repository = await Repository.OpenAsync(_store, Password, new RepositoryOptions(), CancellationToken.None);
        var (_, snapshot) = (await repository.ListSnapshotsAsync(CancellationToken.None)).Should().ContainSingle().Subject;
        snapshot.Hostname.Should().Be("box");
        snapshot.Tags.Should().Equal("epoch=3");
        snapshot.Paths.Should().Equal(source.Path);
        snapshot.Summary!.TotalFilesProcessed.Should().Be(1);
        var read = await repository.LoadBlobAsync(BlobType.Data, BlobId.Of(content), CancellationToken.None);
        read.ToArray().Should().Equal(content);
        var tree = await repository.LoadBlobAsync(BlobType.Tree, snapshot.Tree, CancellationToken.None);
        JsonDocument.Parse(tree).RootElement.GetProperty("nodes").GetArrayLength().Should().Be(1);
    }

    [SkippableFact]
    public async Task Repository_StartedByRestic_TakesOurSnapshotsToo()
    {
        Restic.SkipWhereAbsent();
        await _restic.RunAsync("init");
        using var repository = await Repository.OpenAsync(_store, Password, new RepositoryOptions(), CancellationToken.None);

        await SaveAsync(repository, [Text(10_000)]);

        await _restic.RunAsync("check", "--read-data");
    }

    [SkippableFact]
    public async Task LockAsync_WhileHeld_KeepsPruneAway()
    {
        Restic.SkipWhereAbsent();
        using var repository = await Repository.CreateAsync(_store, Password, new RepositoryOptions(), CancellationToken.None);
        await SaveAsync(repository, [Text(10_000)]);

        await using (await repository.LockAsync(CancellationToken.None))
        {
            var (exitCode, _, error) = await _restic.TryRunAsync("prune");
            exitCode.Should().NotBe(0);
            error.Should().Contain("locked");
        }

        await _restic.RunAsync("prune");
        (await _store.ListAsync("locks/", CancellationToken.None)).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task LockAsync_AfterPruneOfAnother_ForgetsTheBlobsThatWentWithIt()
    {
        Restic.SkipWhereAbsent();
        using var repository = await Repository.CreateAsync(_store, Password, new RepositoryOptions(), CancellationToken.None);
        var content = Text(50_000);
        var snapshot = await SaveAsync(repository, [content]);
        await _restic.RunAsync("forget", snapshot, "--prune", "--unsafe-allow-remove-all", "--tag", "epoch=7");
        repository.Contains(BlobType.Data, BlobId.Of(content)).Should().BeTrue("nobody has looked yet");

        await using (await repository.LockAsync(CancellationToken.None))
        {
            repository.Contains(BlobType.Data, BlobId.Of(content)).Should().BeFalse();
            await SaveAsync(repository, [content]);
        }

        await _restic.RunAsync("check", "--read-data");
    }

    private static string FileName(int i) => i.ToString("D4", CultureInfo.InvariantCulture);

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Text(int length) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(length, (length / 5) + 1).Select(i => i.ToString("X5", CultureInfo.InvariantCulture))))[..length];

    private static async Task<string> SaveAsync(Repository repository, List<byte[]> contents)
    {
        StringBuilder nodes = new();
        for (var i = 0; i < contents.Count; i++)
        {
            var id = await repository.SaveBlobAsync(BlobType.Data, contents[i], CancellationToken.None);
            nodes.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $$"""{"name":"{{FileName(i)}}","type":"file","mode":384,"uid":0,"gid":0,"size":{{contents[i].Length}},"content":["{{id}}"]}""");
        }

        var inner = await repository.SaveBlobAsync(BlobType.Tree, Encoding.UTF8.GetBytes($$"""{"nodes":[{{nodes}}]}""" + "\n"), CancellationToken.None);
        var root = await repository.SaveBlobAsync(
            BlobType.Tree,
            Encoding.UTF8.GetBytes($$"""{"nodes":[{"name":"state","type":"dir","mode":2147484096,"uid":0,"gid":0,"content":null,"subtree":"{{inner}}"}]}""" + "\n"),
            CancellationToken.None);
        return await repository.SaveSnapshotAsync(
            new SnapshotDocument
            {
                Time = TimeProvider.System.GetUtcNow(),
                Tree = root,
                Paths = ["/state"],
                Hostname = "box",
                Tags = ["epoch=7"],
            },
            CancellationToken.None);
    }
}
