using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Smartbox.ApiServer.Storage;
using static Smartbox.ApiServer.Tests.Storage.TestStore;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class RestartTests
{
    [Fact]
    public async Task Objects_AreThereAgain_ByteForByte()
    {
        await using var test = await OpenAsync();
        var first = await test.Store.CreateAsync(Key("a", "é"), Content("\u0001 ü \"", ("app", "web")), default);
        var second = await test.UpdateAsync(await test.CreateAsync(Key("", "", "nodes")), "2");
        await test.DeleteAsync(await test.CreateAsync(Key("gone")));

        await test.ReopenAsync();

        foreach (var before in new[] { first, second })
        {
            var after = test.Store.Get(before.Key)!;
            after.Revision.Should().Be(before.Revision);
            after.Json.ToArray().Should().Equal(before.Json.ToArray());
            after.Labels.Should().BeEquivalentTo(before.Labels);
        }

        test.Store.Get(Key("gone")).Should().BeNull();
    }

    [Fact]
    public async Task Revisions_NeverGoBack_WhenTheNewestObjectIsGone()
    {
        await using var test = await OpenAsync();
        test.Store.Revision.Should().BeGreaterThan(1);
        var deleted = await test.DeleteAsync(await test.CreateAsync(Key("a")));

        await test.ReopenAsync();

        test.Store.Revision.Should().Be(deleted.Revision);
        (await test.CreateAsync(Key("b"))).Revision.Should().Be(deleted.Revision + 1);
    }

    [Fact]
    public async Task TheLog_BeginsAtTheCurrentRevision()
    {
        await using var test = await OpenAsync();
        var last = await test.CreateAsync(Key("a"));

        await test.ReopenAsync();
        var old = () => test.Store.Watch("pods", null, last.Revision - 1);

        old.Should().Throw<RevisionCompactedException>();
        test.Store.Watch("pods", null, last.Revision).Dispose();
    }

    [Fact]
    public async Task ASecondOpen_SaysThatItIsInUse()
    {
        await using var test = await OpenAsync();

        var second = () => SqliteObjectStore.OpenAsync(test.Options, default);

        await second.Should().ThrowAsync<ObjectStoreException>().WithMessage($"*{test.Options.Folder} is in use by another process.*");
    }

    [Fact]
    public async Task ADatabaseThatSqliteHolds_IsInUse()
    {
        await using var test = await OpenAsync();
        await test.Store.DisposeAsync();
        using var other = Database(test.File);
        Execute(other, "BEGIN IMMEDIATE");

        var open = () => SqliteObjectStore.OpenAsync(test.Options, default);

        await open.Should().ThrowAsync<ObjectStoreException>().WithMessage("*objects.db is in use by another process.*");
    }

    [Fact]
    public async Task AFileOfGarbage_IsDamaged_AndLeftAsItIs()
    {
        await using var test = await OpenAsync();
        await test.Store.DisposeAsync();
        var garbage = Enumerable.Repeat((byte)'x', 20_000).ToArray();
        await File.WriteAllBytesAsync(test.File, garbage);

        var open = () => SqliteObjectStore.OpenAsync(test.Options, default);

        await open.Should().ThrowAsync<ObjectStoreException>().WithMessage($"{test.File} is damaged (*Put a copy of it back*");
        (await File.ReadAllBytesAsync(test.File)).Should().Equal(garbage);
    }

    [Fact]
    public async Task ADamagedPage_IsDamage()
    {
        await using var test = await OpenAsync();
        for (var i = 0; i < 50; i++)
            await test.CreateAsync(Key($"{i}"), new string('x', 1000));
        await test.Store.DisposeAsync();
        using (var file = File.OpenWrite(test.File))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xee, 8192).ToArray());
        }

        var open = () => SqliteObjectStore.OpenAsync(test.Options, default);

        await open.Should().ThrowAsync<ObjectStoreException>().WithMessage("*is damaged*");
    }

    [Theory]
    [InlineData("UPDATE objects SET json = '{'", "*is damaged (*")]
    [InlineData("UPDATE objects SET json = '{}'", "*is damaged (*has no resourceVersion*")]
    [InlineData("UPDATE objects SET revision = revision - 1", "*is damaged (*of revision*")]
    [InlineData("UPDATE latest SET revision = 1", "*is damaged (*of revision*")]
    [InlineData("PRAGMA user_version = 99", "*has schema 99; this program knows 1. Run a newer smartbox.")]
    [InlineData("PRAGMA application_id = 5", "*is a database of another program*")]
    public async Task AFileThatNoStoreWrote_IsRefused(string sql, string message)
    {
        await using var test = await OpenAsync();
        await test.CreateAsync(Key("a"));
        await test.Store.DisposeAsync();
        using (var database = Database(test.File))
            Execute(database, sql);

        var open = () => SqliteObjectStore.OpenAsync(test.Options, default);

        await open.Should().ThrowAsync<ObjectStoreException>().WithMessage(message);
    }

    [Fact]
    public async Task WrongOptions_AreSaidAllAtOnce()
    {
        var open = () => SqliteObjectStore.OpenAsync(new ObjectStoreOptions { Folder = "", MaxFileBytes = 5, LogChanges = 0 }, default);

        await open.Should().ThrowAsync<ArgumentException>().WithMessage("*needs a folder*1 MiB or more*remembered changes must be positive*");
    }

    [Fact]
    public async Task AFolderThatCannotBe_IsSaid()
    {
        await using var test = await OpenAsync();

        var open = () => SqliteObjectStore.OpenAsync(new ObjectStoreOptions { Folder = Path.Combine(test.File, "below") }, default);

        await open.Should().ThrowAsync<ObjectStoreException>().WithMessage("The folder * cannot be used: *");
    }

    [Fact]
    public async Task TenThousandObjects_AreReadQuickly()
    {
        await using var test = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => test.CreateAsync(Key($"{i}"), new string('x', 2000))));
        await test.Store.DisposeAsync();

        var clock = Stopwatch.StartNew();
        await test.ReopenAsync();

        // It takes a tenth of this; the rest is for machines under load.
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
        test.Names(new ListQuery("pods", null)).Should().HaveCount(10_000);
    }

    private static SqliteConnection Database(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this file's own
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
