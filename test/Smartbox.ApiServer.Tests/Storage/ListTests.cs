using Smartbox.ApiServer.Storage;
using static Smartbox.ApiServer.Tests.Storage.TestStore;

namespace Smartbox.ApiServer.Tests.Storage;

public sealed class ListTests
{
    [Fact]
    public async Task List_IsInOrderOfNamespaceAndName_OfOneResource()
    {
        await using var test = await OpenAsync();
        foreach (var (ns, name) in new[] { ("b", "1"), ("a", "2"), ("a-a", "1"), ("a", "1"), ("a", "B") })
            await test.CreateAsync(Key(name, ns));
        await test.CreateAsync(Key("other", "a", "secrets"));

        var page = test.Store.List(new ListQuery("pods", null));

        page.Items.Select(o => $"{o.Key.Namespace}/{o.Key.Name}").Should().Equal("a/1", "a/2", "a/B", "a-a/1", "b/1");
        page.Revision.Should().Be(test.Store.Revision);
        page.Continue.Should().BeNull();
        test.Names(new ListQuery("pods", "a")).Should().Equal("1", "2", "B");
        test.Names(new ListQuery("pods", "a-a")).Should().Equal("1");
        test.Names(new ListQuery("nodes", null)).Should().BeEmpty();
    }

    [Fact]
    public async Task Pages_UnderWrites_AreOfOneRevision()
    {
        await using var test = await OpenAsync();
        var stored = new List<StoredObject>();
        for (var i = 0; i < 10; i++)
            stored.Add(await test.CreateAsync(Key($"n{i}"), "old"));
        var first = test.Store.List(new ListQuery("pods", null, Limit: 4));

        await test.DeleteAsync(stored[5]);
        await test.CreateAsync(Key("n55"));
        await test.UpdateAsync(await test.UpdateAsync(stored[6], "newer"), "newest");
        var deleted = await test.CreateAsync(Key("n5"), "again");
        await test.DeleteAsync(deleted);
        var second = test.Store.List(new ListQuery("pods", null, Limit: 4, Continue: first.Continue));
        var third = test.Store.List(new ListQuery("pods", null, Limit: 4, Continue: second.Continue));

        first.Remaining.Should().Be(6);
        second.Remaining.Should().Be(2);
        third.Continue.Should().BeNull();
        third.Remaining.Should().BeNull();
        new[] { first, second, third }.Should().OnlyContain(p => p.Revision == first.Revision);
        first.Items.Concat(second.Items).Concat(third.Items).Should().Equal(stored);
    }

    [Fact]
    public async Task Pages_WithAFilter_LeaveTheRestUnknown()
    {
        await using var test = await OpenAsync();
        for (var i = 0; i < 6; i++)
            await test.CreateAsync(Key($"{i}"));
        var odd = new ListQuery("pods", "default", o => o.Key.Name[0] % 2 == 1, Limit: 2);

        var first = test.Store.List(odd);
        var second = test.Store.List(odd with { Continue = first.Continue });

        first.Items.Select(o => o.Key.Name).Should().Equal("1", "3");
        first.Remaining.Should().BeNull();
        second.Items.Select(o => o.Key.Name).Should().Equal("5");
        second.Continue.Should().BeNull();
    }

    [Fact]
    public async Task APage_OfAForgottenRevision_SaysThatItIsCompacted()
    {
        await using var test = await OpenAsync();
        await test.CreateAsync(Key("a"));
        await test.CreateAsync(Key("b"));
        var first = test.Store.List(new ListQuery("pods", null, Limit: 1));
        await test.CreateAsync(Key("c"));
        test.Store.Compact();

        var second = () => test.Store.List(new ListQuery("pods", null, Limit: 1, Continue: first.Continue));

        second.Should().Throw<RevisionCompactedException>().Which.Oldest.Should().Be(test.Store.Revision);
    }
}
