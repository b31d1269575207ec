
namespace Smartbox.Store.Tests.Snapshots;

public sealed class DatabaseCaptureTests : IDisposable
{
    private readonly BoxFolders _box = new();

    private string DatabasePath => Path.Combine(_box.State, "memory.db");

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    [InlineData("TRUNCATE")]
    [InlineData("PERSIST")]
    public async Task Snapshot_OfADatabaseUnderLoad_HoldsACommittedState(string journalMode)
    {
        using var writer = await DatabaseWriter.StartAsync(DatabasePath, journalMode);
        string? parent = null;

        for (var i = 0; i < 6; i++)
        {
            var snapshot = await _box.SnapshotAsync(parent);
            parent = snapshot.Id;
            snapshot.Warnings.Should().BeEmpty();
            var restored = Path.Combine(await _box.RestoreAsync(snapshot.Id, $"restored-{i}"), "state");
            Directory.GetFileSystemEntries(restored).Should().Equal(Path.Combine(restored, "memory.db"));
            Database.Query(Path.Combine(restored, "memory.db"), "PRAGMA integrity_check").Should().Be("ok");
            Database.Query(Path.Combine(restored, "memory.db"), "SELECT (count(*) % 10) || '/' || (count(*) > 0) FROM memory").Should().Be("0/1");
        }
    }

    [Fact]
    public async Task Snapshot_OfAQuietDatabase_TouchesNothingBesideIt()
    {
        Database.Create(DatabasePath, "WAL", 1000);
        var before = TreeDump.Of(_box.State);

        var snapshot = await _box.SnapshotAsync();

        TreeDump.Of(_box.State).Should().Equal(before);
        (await _box.ScanAsync()).IsDirty.Should().BeFalse();
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(snapshot.Id), "state")).Should().Equal(before);
    }

    [Fact]
    public async Task Snapshot_OfAnOpenDatabase_HoldsWhatIsOnlyInItsLog()
    {
        using var writer = await DatabaseWriter.StartAsync(DatabasePath, "WAL");
        writer.Kill();
        File.Exists(DatabasePath + "-shm").Should().BeTrue();
        var before = Directory.GetFiles(_box.State);

        var snapshot = await _box.SnapshotAsync();

        Directory.GetFiles(_box.State).Should().BeEquivalentTo(before);
        var restored = Path.Combine(await _box.RestoreAsync(snapshot.Id), "state/memory.db");
        File.Copy(DatabasePath, _box.NewFolder("expected.db"));
        File.Copy(DatabasePath + "-wal", _box.NewFolder("expected.db-wal"));
        Database.Query(restored, "SELECT sum(batch) FROM memory").Should().Be(Database.Query(_box.NewFolder("expected.db"), "SELECT sum(batch) FROM memory"));
    }

    [Fact]
    public async Task Snapshot_OfADatabaseWithALogButNoSharedMemory_RecoversACopyOfIt()
    {
        using var writer = await DatabaseWriter.StartAsync(DatabasePath, "WAL");
        writer.Kill();
        File.Delete(DatabasePath + "-shm");
        var before = TreeDump.Of(_box.State);

        var snapshot = await _box.SnapshotAsync();

        TreeDump.Of(_box.State).Should().Equal(before);
        var restored = Path.Combine(await _box.RestoreAsync(snapshot.Id), "state/memory.db");
        Database.Query(restored, "PRAGMA integrity_check").Should().Be("ok");
        Database.Query(restored, "SELECT (count(*) % 10) || '/' || (count(*) > 0) FROM memory").Should().Be("0/1");
    }

    [Fact]
    public async Task Snapshot_OfADatabaseThatAwaitsRollback_HoldsTheStateBefore()
    {
        Database.Create(DatabasePath, "DELETE", 1000);
        var sum = Database.Query(DatabasePath, "SELECT count(*) FROM t");
        using (var connection = Database.Open(DatabasePath))
        {
            // The cache is too small for the transaction, so that it spills into the file; then the power fails.
            Database.Query(connection, "PRAGMA cache_size=5");
            Database.Query(connection, "BEGIN; UPDATE t SET v = hex(randomblob(150))");
            File.Copy(DatabasePath, _box.NewFolder("crashed"));
            File.Copy(DatabasePath + "-journal", _box.NewFolder("crashed-journal"));
        }

        File.Copy(_box.NewFolder("crashed"), DatabasePath, overwrite: true);
        File.Copy(_box.NewFolder("crashed-journal"), DatabasePath + "-journal");
        var before = TreeDump.Of(_box.State);

        var snapshot = await _box.SnapshotAsync();

        snapshot.Warnings.Should().BeEmpty();
        TreeDump.Of(_box.State).Should().Equal(before);
        var restored = Path.Combine(await _box.RestoreAsync(snapshot.Id), "state/memory.db");
        Database.Query(restored, "PRAGMA integrity_check").Should().Be("ok");
        Database.Query(restored, "SELECT count(*) FROM t WHERE length(v) = 200").Should().Be(sum);
    }

    [Fact]
    public async Task Snapshot_OfWhatOnlyLooksLikeADatabase_KeepsItsBytesAndSaysSo()
    {
        byte[] content = [.. "SQLite format 3\0"u8, .. Specimen.Noise(1, 50_000)];
        _box.Write("memory.db", content);
        _box.Write("memory.db-wal", "no log");

        var snapshot = await _box.SnapshotAsync();

        snapshot.Warnings.Should().ContainSingle().Which.Should().Contain("/state/memory.db");
        (await _box.ScanAsync()).IsDirty.Should().BeFalse("nothing will be different at the next try");
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(snapshot.Id), "state")).Should().Equal(TreeDump.Of(_box.State));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a text")]
    public async Task TextsWithTheNamesOfCompanions_AreKept(string content)
    {
        _box.Write("notes", content);
        _box.Write("notes-journal", "what happened today");
        _box.Write("notes-shm", "what happened then");
        _box.Write("notes-wal", "what happened yesterday");

        var snapshot = await _box.SnapshotAsync();

        snapshot.Warnings.Should().BeEmpty();
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(snapshot.Id), "state")).Should().Equal(TreeDump.Of(_box.State));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public async Task LogOfWhatSqliteCannotRead_IsKeptAndNotTouched(int length)
    {
        using var writer = await DatabaseWriter.StartAsync(DatabasePath, "WAL");
        writer.Kill();
        await File.WriteAllBytesAsync(DatabasePath, Specimen.Noise(3, length));
        var before = TreeDump.Of(_box.State);

        var snapshot = await _box.SnapshotAsync();

        snapshot.Warnings.Should().HaveCount(length == 0 ? 0 : 1);
        TreeDump.Of(_box.State).Should().Equal(before, "SQLite deletes the log of an empty database as soon as somebody opens that");
        TreeDump.Of(Path.Combine(await _box.RestoreAsync(snapshot.Id), "state")).Should().Equal(before);
    }

    [Fact]
    public async Task Restore_OfADatabaseThatWasDamagedBefore_BringsItBackAndSaysSo()
    {
        Database.Create(DatabasePath, "DELETE", 2000);
        var content = await File.ReadAllBytesAsync(DatabasePath);
        content.AsSpan(3 * 4096, 4096).Fill(0x55);
        await File.WriteAllBytesAsync(DatabasePath, content);
        var snapshot = await _box.SnapshotAsync();

        var result = await (await _box.EngineAsync()).RestoreAsync(snapshot.Id, _box.NewFolder("restored"), default);

        result.DamagedDatabases.Should().ContainSingle().Which.Should().Contain("/state/memory.db");
        (await File.ReadAllBytesAsync(_box.NewFolder("restored/state/memory.db"))).Should().Equal(content);
    }

    [Fact]
    public async Task Snapshot_OfAChangedDatabase_UploadsItsChangedPages()
    {
        Database.Create(DatabasePath, "DELETE", 40_000);
        var first = await _box.SnapshotAsync();
        Database.Query(DatabasePath, "UPDATE t SET v = 'changed' WHERE rowid = 20000");
        _box.Time.Advance(TimeSpan.FromSeconds(10));

        var second = await _box.SnapshotAsync(first.Id);

        first.AddedBytes.Should().BeGreaterThan(2_000_000);
        second.AddedBytes.Should().BeLessThan(100_000);
    }

    [Fact]
    public async Task Snapshot_OfADatabaseWithAnOddName_CapturesIt()
    {
        using var writer = await DatabaseWriter.StartAsync(Path.Combine(_box.State, "a?b#c%20d 猫.sqlite"), "WAL");

        var snapshot = await _box.SnapshotAsync();

        var restored = Path.Combine(await _box.RestoreAsync(snapshot.Id), "state/a?b#c%20d 猫.sqlite");
        snapshot.Warnings.Should().BeEmpty();
        Database.Query(restored, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Snapshot_WithTheLogsExcluded_StillCapturesDatabases()
    {
        using var box = new BoxFolders { Excludes = ["*-wal", "*-shm"] };
        var path = Path.Combine(box.State, "memory.db");
        using var writer = await DatabaseWriter.StartAsync(path, "WAL");

        var snapshot = await box.SnapshotAsync();

        var restored = Path.Combine(await box.RestoreAsync(snapshot.Id), "state/memory.db");
        Database.Query(restored, "SELECT (count(*) % 10) || '/' || (count(*) > 0) FROM memory").Should().Be("0/1");
    }
}
