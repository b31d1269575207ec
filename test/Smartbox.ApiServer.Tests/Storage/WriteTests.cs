using System.Text.Json.Nodes;
using Smartbox.ApiServer.Storage;
using static Smartbox.ApiServer.Tests.Storage.TestStore;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class WriteTests
{
    [Fact]
    public async Task Create_SetsTheResourceVersion_AndReadsTheLabels()
    {
        await using var test = await OpenAsync();
        var before = test.Store.Revision;

        var stored = await test.Store.CreateAsync(Key("a"), Content("x", ("app", "web")), default);

        stored.Revision.Should().Be(before + 1).And.Be(test.Store.Revision);
        stored.ToJson()["metadata"]!["resourceVersion"]!.GetValue<string>().Should().Be($"{stored.Revision}");
        stored.Labels.Should().BeEquivalentTo(new Dictionary<string, string> { ["app"] = "web" });
        test.Store.Get(Key("a")).Should().BeSameAs(stored);
    }

    [Fact]
    public async Task Create_WithoutMetadataOrWithAnOldRevision_StoresOneResourceVersion()
    {
        await using var test = await OpenAsync();

        var bare = await test.Store.CreateAsync(Key("bare"), new JsonObject { ["kind"] = "é<\"" }, default);
        var old = await test.Store.CreateAsync(Key("old"), JsonNode.Parse("""{"metadata":{"resourceVersion":"7","name":"old"},"a":[null,1.50]}""")!.AsObject(), default);

        bare.ToJson().ToJsonString().Should().Be(new JsonObject { ["kind"] = "é<\"", ["metadata"] = new JsonObject { ["resourceVersion"] = $"{bare.Revision}" } }.ToJsonString());
        System.Text.Encoding.UTF8.GetString(old.Json.Span).Should().Be($$"""{"metadata":{"resourceVersion":"{{old.Revision}}","name":"old"},"a":[null,1.50]}""");
    }

    [Fact]
    public async Task Create_OfAnExistingKey_IsAConflictThatShowsIt()
    {
        await using var test = await OpenAsync();
        var stored = await test.CreateAsync(Key("a"));

        var again = () => test.CreateAsync(Key("a"));

        (await again.Should().ThrowAsync<RevisionConflictException>()).Which.Stored.Should().BeSameAs(stored);
    }

    [Fact]
    public async Task Update_OfAnotherRevisionOrOfNothing_IsAConflict()
    {
        await using var test = await OpenAsync();
        var first = await test.CreateAsync(Key("a"));
        var second = await test.UpdateAsync(first, "2");

        var stale = () => test.UpdateAsync(first, "3");
        var missing = () => test.Store.UpdateAsync(Key("b"), Content("x"), first.Revision, default);

        (await stale.Should().ThrowAsync<RevisionConflictException>()).Which.Stored.Should().BeSameAs(second);
        (await missing.Should().ThrowAsync<RevisionConflictException>()).Which.Stored.Should().BeNull();
        test.Store.Revision.Should().Be(second.Revision);
    }

    [Fact]
    public async Task Update_WithEqualContent_WritesNothing()
    {
        await using var test = await OpenAsync();
        var stored = await test.Store.CreateAsync(Key("a"), JsonNode.Parse("""{"metadata":{"name":"a"},"spec":{"x":1,"y":"<"}}""")!.AsObject(), default);
        var reordered = JsonNode.Parse("""{"spec":{"y":"\u003c","x":1},"metadata":{"name":"a"}}""")!.AsObject();

        var same = await test.Store.UpdateAsync(Key("a"), stored.ToJson(), stored.Revision, default);
        var sameInOtherOrder = await test.Store.UpdateAsync(Key("a"), reordered, stored.Revision, default);

        same.Should().BeSameAs(stored);
        sameInOtherOrder.Should().BeSameAs(stored);
        test.Store.Revision.Should().Be(stored.Revision);
    }

    [Fact]
    public async Task Update_OfAsManyBytes_IsWritten()
    {
        await using var test = await OpenAsync();
        var stored = await test.CreateAsync(Key("a"), "one");

        var updated = await test.UpdateAsync(stored, "two");

        updated.Revision.Should().Be(stored.Revision + 1);
        updated.ToJson()["text"]!.GetValue<string>().Should().Be("two");
    }

    [Fact]
    public async Task Delete_ReturnsTheLastVersion_UnderTheRevisionOfItsRemoval()
    {
        await using var test = await OpenAsync();
        var stored = await test.CreateAsync(Key("a"), "last");

        var deleted = await test.DeleteAsync(stored);

        deleted.Revision.Should().Be(stored.Revision + 1).And.Be(test.Store.Revision);
        deleted.ToJson()["metadata"]!["resourceVersion"]!.GetValue<string>().Should().Be($"{deleted.Revision}");
        deleted.ToJson()["text"]!.GetValue<string>().Should().Be("last");
        test.Store.Get(Key("a")).Should().BeNull();
    }

    [Fact]
    public async Task Delete_OfAnotherRevision_IsAConflict()
    {
        await using var test = await OpenAsync();
        var first = await test.CreateAsync(Key("a"));
        var second = await test.UpdateAsync(first, "2");

        var stale = () => test.DeleteAsync(first);

        await stale.Should().ThrowAsync<RevisionConflictException>();
        test.Store.Get(Key("a")).Should().BeSameAs(second);
    }

    [Fact]
    public async Task ConcurrentWritesOfOneVersion_OneWins()
    {
        await using var test = await OpenAsync();
        var stored = await test.CreateAsync(Key("a"));

        var writes = Enumerable.Range(0, 50).Select(i => test.UpdateAsync(stored, $"{i}")).ToList();
        await ((Task)Task.WhenAll(writes)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        writes.Count(w => w.IsCompletedSuccessfully).Should().Be(1);
        writes.Where(w => w.IsFaulted).Should().OnlyContain(w => w.Exception!.InnerException is RevisionConflictException);
        test.Store.Revision.Should().Be(stored.Revision + 1);
    }

    [Fact]
    public async Task ConcurrentCreates_EachGetARevisionOfItsOwn()
    {
        await using var test = await OpenAsync(o => o with { QueuedWrites = 8, BatchWrites = 5 });
        var before = test.Store.Revision;

        var stored = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => test.CreateAsync(Key($"{i}"))));

        stored.Select(s => s.Revision).Order().Should().Equal(Enumerable.Range(1, 100).Select(i => before + i));
    }

    [Fact]
    public async Task ACallerThatNoLongerWaits_DoesNotUndoTheWrite()
    {
        await using var test = await OpenAsync();
        using var impatient = new CancellationTokenSource();
        var watch = test.Store.Watch("pods", null, test.Store.Revision);

        var write = test.Store.CreateAsync(Key("a"), Content("x"), impatient.Token);
        await impatient.CancelAsync();
        await ((Task)write).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        (await watch.ReadAsync(Soon)).Should().ContainSingle();
        test.Store.Get(Key("a")).Should().NotBeNull();
    }

    [Fact]
    public async Task AFullFile_RefusesTheWrite_KeepsWhatWas_AndStillRemoves()
    {
        await using var test = await OpenAsync(o => o with { MaxFileBytes = 1 << 20 });
        var small = await test.CreateAsync(Key("small"));
        var big = await test.CreateAsync(Key("big"), new string('x', 700_000));
        var before = test.Store.Revision;

        var tooMuch = () => test.CreateAsync(Key("more"), new string('x', 700_000));

        await tooMuch.Should().ThrowAsync<ObjectStoreException>().WithMessage("*objects.db has no room*");
        test.Store.Revision.Should().Be(before);
        test.Store.Get(Key("more")).Should().BeNull();
        await test.DeleteAsync(big);
        (await test.CreateAsync(Key("more"), new string('x', 700_000))).Revision.Should().Be(before + 2);
        await test.ReopenAsync();
        test.Names(new ListQuery("pods", null)).Should().Equal("more", small.Key.Name);
    }

    [Fact]
    public async Task AfterClosing_WritesAndWatchesEnd()
    {
        await using var test = await OpenAsync();
        using var watch = test.Store.Watch("pods", null, test.Store.Revision);
        var reading = watch.ReadAsync(Soon).AsTask();

        await test.Store.DisposeAsync();

        await ((Func<Task>)(() => reading)).Should().ThrowAsync<ObjectDisposedException>();
        await ((Func<Task>)(() => test.CreateAsync(Key("a")))).Should().ThrowAsync<ObjectDisposedException>();
    }
}
