using Smartbox.Store.Tests.Repositories;

namespace Smartbox.Store.Tests.Snapshots;

public sealed class ResticOracleTests : IDisposable
{
    private readonly BoxFolders _box = new();

    public void Dispose() => _box.Dispose();

    [SkippableFact]
    public async Task Snapshot_RestoredByRestic_IsTheSourceInEveryAttribute()
    {
        Restic.SkipWhereOld();
        Specimen.Fill(_box);

        var snapshot = await _box.SnapshotAsync();

        await _box.Restic.RunAsync("check", "--read-data");
        await _box.Restic.RunAsync("restore", snapshot.Id, "--target", _box.NewFolder("by-restic"));
        TreeDump.Of(_box.NewFolder("by-restic/state")).Should().Equal(TreeDump.Of(_box.State));
        TreeDump.Of(_box.NewFolder("by-restic/relay")).Should().Equal(TreeDump.Of(_box.Relay));
    }

    [SkippableFact]
    public async Task Snapshot_RewrittenByRestic_LosesNothing()
    {
        Restic.SkipWhereOld();
        Specimen.Fill(_box);
        var snapshot = await _box.SnapshotAsync();

        // restic refuses to rewrite a tree that it would not serialise to the very same bytes.
        await _box.Restic.RunAsync("rewrite", "--exclude", "/state/memory.md", snapshot.Id);

        (await _box.Restic.RunAsync("snapshots", "--json")).Should().Contain($"\"original\":\"{snapshot.Id}\"");
    }

    [SkippableFact]
    public async Task SnapshotOfRestic_RestoredByUs_IsTheSourceInEveryAttribute()
    {
        Restic.SkipWhereOld();
        Specimen.Fill(_box);
        await _box.RepositoryAsync();

        // Relative paths become the roots of restic's tree.
        await _box.Restic.RunAsync("backup", "state", "relay", "--host", "box");
        _box.Restart();
        var repository = await _box.RepositoryAsync();
        var (id, _) = (await repository.ListSnapshotsAsync(default)).Should().ContainSingle().Subject;

        var restored = await _box.RestoreAsync(id);

        TreeDump.Of(Path.Combine(restored, "state")).Should().Equal(TreeDump.Of(_box.State));
        TreeDump.Of(Path.Combine(restored, "relay")).Should().Equal(TreeDump.Of(_box.Relay));
    }
}
