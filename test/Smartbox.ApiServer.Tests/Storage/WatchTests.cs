using Smartbox.ApiServer.Storage;
using static Smartbox.ApiServer.Tests.Storage.TestStore;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class WatchTests
{
    [Fact]
    public async Task Watch_FromAnOlderRevision_GivesWhatCameAfterIt()
    {
        await using var test = await OpenAsync();
        var created = await test.CreateAsync(Key("a"));
        var updated = await test.UpdateAsync(created, "2");
        var deleted = await test.DeleteAsync(updated);

        using var watch = test.Store.Watch("pods", null, created.Revision);
        var changes = await watch.ReadAsync(Soon);

        changes.Should().Equal(new ObjectChange(updated, created, false), new ObjectChange(deleted, updated, true));
        watch.Revision.Should().Be(deleted.Revision);
    }

    [Fact]
    public async Task Watch_SeesChangesToCome_OfItsResourceAndNamespaceOnly()
    {
        await using var test = await OpenAsync();
        using var all = test.Store.Watch("pods", null, test.Store.Revision);
        using var one = test.Store.Watch("pods", "one", test.Store.Revision);
        var (fromAll, fromOne) = (all.ReadAsync(Soon).AsTask(), one.ReadAsync(Soon).AsTask());

        await test.CreateAsync(Key("x", "one", "secrets"));
        var two = await test.CreateAsync(Key("a", "two"));

        (await fromAll).Should().Equal(new ObjectChange(two, null, false));
        fromOne.IsCompleted.Should().BeFalse();
        var first = await test.CreateAsync(Key("a", "one"));
        (await fromOne).Should().Equal(new ObjectChange(first, null, false));
    }

    [Fact]
    public async Task Revision_OfAQuietWatch_AdvancesWithTheStore_ButNeverPastWhatIsUnread()
    {
        await using var test = await OpenAsync();
        using var watch = test.Store.Watch("pods", null, test.Store.Revision);

        var other = await test.CreateAsync(Key("x", resource: "secrets"));
        var quiet = watch.Revision;
        var mine = await test.CreateAsync(Key("a"));
        var unread = watch.Revision;
        var changes = await watch.ReadAsync(Soon);

        quiet.Should().Be(other.Revision);
        unread.Should().Be(other.Revision);
        changes.Should().ContainSingle().Which.Current.Should().BeSameAs(mine);
        watch.Revision.Should().Be(mine.Revision);
    }

    [Fact]
    public async Task Watch_OfAForgottenRevision_IsRefused()
    {
        await using var test = await OpenAsync();
        var first = await test.CreateAsync(Key("a"));
        var second = await test.CreateAsync(Key("b"));
        test.Store.Compact();

        var old = () => test.Store.Watch("pods", null, first.Revision);

        old.Should().Throw<RevisionCompactedException>().Which.Wanted.Should().Be(first.Revision);
        test.Store.Watch("pods", null, second.Revision).Dispose();
    }

    [Fact]
    public async Task TheLog_IsBoundedByCountAndByBytes()
    {
        await using var byCount = await OpenAsync(o => o with { LogChanges = 3 });
        await using var byBytes = await OpenAsync(o => o with { LogBytes = 4096 });
        var start = byCount.Store.Revision;
        for (var i = 0; i < 5; i++)
        {
            await byCount.CreateAsync(Key($"{i}"));
            await byBytes.CreateAsync(Key($"{i}"), new string('x', 1000));
        }

        foreach (var test in new[] { byCount, byBytes })
        {
            var tooOld = () => test.Store.Watch("pods", null, start + 1);
            tooOld.Should().Throw<RevisionCompactedException>().Which.Oldest.Should().Be(start + 2);
            using var watch = test.Store.Watch("pods", null, start + 2);
            (await watch.ReadAsync(Soon)).Should().HaveCount(3);
        }
    }

    [Fact]
    public async Task AReaderSlowerThanTheLog_HasToListAgain()
    {
        await using var test = await OpenAsync(o => o with { LogChanges = 2 });
        using var watch = test.Store.Watch("pods", null, test.Store.Revision);
        for (var i = 0; i < 3; i++)
            await test.CreateAsync(Key($"{i}"));

        var read = () => watch.ReadAsync(Soon).AsTask();

        await read.Should().ThrowAsync<RevisionCompactedException>();
    }

    [Fact]
    public async Task AQuietWatch_OutlivesTheForgettingOfOtherChanges()
    {
        await using var test = await OpenAsync(o => o with { LogChanges = 2 });
        using var watch = test.Store.Watch("pods", "one", test.Store.Revision);
        for (var i = 0; i < 10; i++)
            await test.CreateAsync(Key($"{i}", "two"));
        var reading = watch.ReadAsync(Soon).AsTask();

        var mine = await test.CreateAsync(Key("a", "one"));

        (await reading).Should().Equal(new ObjectChange(mine, null, false));
    }

    [Fact]
    public async Task ManyWatches_EachSeeEveryChangeInOrder()
    {
        await using var test = await OpenAsync();
        var start = test.Store.Revision;
        var readers = Enumerable.Range(0, 100).Select(_ => ReadAsync(test.Store.Watch("pods", null, start), 50)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => test.CreateAsync(Key($"{i}"))));

        foreach (var revisions in await Task.WhenAll(readers))
            revisions.Should().Equal(Enumerable.Range(1, 50).Select(i => start + i));
    }

    [Fact]
    public async Task ALateWatch_ReadsInParts_AndItsRevisionPromisesNoMore()
    {
        await using var test = await OpenAsync();
        using var watch = test.Store.Watch("pods", null, test.Store.Revision);
        var stored = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => test.CreateAsync(Key($"{i}"))));

        var changes = new List<ObjectChange>();
        while (changes.Count < stored.Length)
        {
            var part = await watch.ReadAsync(Soon);
            changes.AddRange(part);

            part.Count.Should().BeLessThan(300);
            watch.Revision.Should().Be(part[^1].Current.Revision);
        }

        changes.Select(c => c.Current).Should().Equal(stored.OrderBy(s => s.Revision));
    }

    [Fact]
    public async Task ACancelledRead_Ends_AndTheNextOneGoesOn()
    {
        await using var test = await OpenAsync();
        using var watch = test.Store.Watch("pods", null, test.Store.Revision);
        using var cancellation = new CancellationTokenSource();
        var cancelled = watch.ReadAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await ((Func<Task>)(() => cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await test.CreateAsync(Key("a"));

        (await watch.ReadAsync(Soon)).Should().ContainSingle();
    }

    private static async Task<List<long>> ReadAsync(IObjectWatch watch, int count)
    {
        using (watch)
        {
            var revisions = new List<long>();
            while (revisions.Count < count)
                revisions.AddRange((await watch.ReadAsync(Soon)).Select(c => c.Current.Revision));
            return revisions;
        }
    }
}
