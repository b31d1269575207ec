using System.Text;
using System.Text.Json;
using Smartbox.Store.ObjectStores;
using Smartbox.Store.Repositories;

namespace Smartbox.Store.Tests.Repositories;

public sealed class ResticTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Restic _restic;
    private readonly IObjectStore _store;

    public ResticTests()
    {
        _restic = new Restic(_folder.Path, Scenario.Password);
        _store = ObjectStoreFactory.Create(new ObjectStoreOptions { Folder = _folder.Path }, TimeProvider.System);
    }

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Repository_WrittenByUs_IsCleanForRestic()
    {
        Restic.SkipWhereAbsent();
        using var repository = await Scenario.OpenOrCreateAsync(_store);
        var contents = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? Scenario.Noise(i, 400_000) : Scenario.Text(200_000 + i)).ToList();

        var snapshot = await Scenario.SaveSnapshotAsync(repository, contents);

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
            (await File.ReadAllBytesAsync(Path.Combine(target.Path, "state", Scenario.FileName(i)))).Should().Equal(contents[i]);
        }
    }

    [SkippableFact]
    public async Task Repository_WrittenByRestic_IsReadByUs()
    {
        Restic.SkipWhereOld();
        using var source = new TemporaryFolder();
        var content = Encoding.UTF8.GetBytes("the cat is called Miso\n");
        await File.WriteAllBytesAsync(source.Combine("memory.md"), content);
        await _restic.RunAsync("init");
        await _restic.RunAsync("backup", source.Path, "--tag", "epoch=3", "--host", "box");

        using var repository = await Scenario.OpenAsync(_store);
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
        using var repository = await Scenario.OpenAsync(_store);

        await Scenario.SaveSnapshotAsync(repository, [Scenario.Text(10_000)]);

        await _restic.RunAsync("check", "--read-data");
    }

    [SkippableFact]
    public async Task LockAsync_WhileHeld_KeepsPruneAway()
    {
        Restic.SkipWhereAbsent();
        using var repository = await Scenario.OpenOrCreateAsync(_store);
        await Scenario.SaveSnapshotAsync(repository, [Scenario.Text(10_000)]);

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
        Restic.SkipWhereOld();
        using var repository = await Scenario.OpenOrCreateAsync(_store);
        var content = Scenario.Text(50_000);
        var snapshot = await Scenario.SaveSnapshotAsync(repository, [content]);
        await _restic.RunAsync("forget", snapshot, "--prune", "--unsafe-allow-remove-all", "--tag", "epoch=7");
        repository.Contains(BlobType.Data, BlobId.Of(content)).Should().BeTrue("nobody has looked yet");

        await using (await repository.LockAsync(CancellationToken.None))
        {
            repository.Contains(BlobType.Data, BlobId.Of(content)).Should().BeFalse();
            await Scenario.SaveSnapshotAsync(repository, [content]);
        }

        await _restic.RunAsync("check", "--read-data");
    }

    [SkippableFact]
    public async Task Repository_IndexesLost_IsMendedByResticFromThePacks()
    {
        Restic.SkipWhereOld();
        byte[][] contents = [Scenario.Text(50_000), Scenario.Noise(1, 60_000)];
        string snapshot;
        using (var repository = await Scenario.OpenOrCreateAsync(_store))
        {
            snapshot = await Scenario.SaveSnapshotAsync(repository, contents);
        }

        Directory.Delete(_folder.Combine("index"), recursive: true);
        await FluentActions.Awaiting(() => Scenario.ReadAsync(_store, snapshot, contents)).Should().ThrowAsync<RepositoryException>();

        await _restic.RunAsync("repair", "index");

        await Scenario.ReadAsync(_store, snapshot, contents);
        await _restic.RunAsync("check", "--read-data");
    }
}
