using System.Text;
using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>What every object store does. A test class per store inherits these.</summary>
public abstract class ObjectStoreContract
{
    /// <summary>Where the store under test is.</summary>
    private protected abstract ObjectStoreOptions Options { get; }

    /// <summary>The store under test; an empty place.</summary>
    private protected abstract Task<IObjectStore> OpenAsync();

    [SkippableFact]
    public async Task GetAsync_WhatWasPut_IsTheSame()
    {
        var store = await OpenAsync();
        var content = Content(100_000);

        (await store.PutAsync("data/ab/one", content, ifAbsent: false, CancellationToken.None)).Should().BeTrue();

        (await store.GetAsync("data/ab/one", 0, null, CancellationToken.None)).Should().Equal(content);
        (await store.HeadAsync("data/ab/one", CancellationToken.None)).Should().Be(content.Length);
    }

    [SkippableFact]
    public async Task PutAsync_OfNothing_MakesAnEmptyObject()
    {
        var store = await OpenAsync();

        await store.PutAsync("empty", ReadOnlyMemory<byte>.Empty, ifAbsent: false, CancellationToken.None);

        (await store.GetAsync("empty", 0, null, CancellationToken.None)).Should().BeEmpty();
        (await store.HeadAsync("empty", CancellationToken.None)).Should().Be(0);
    }

    [SkippableFact]
    public async Task PutAsync_OverAnother_ReplacesIt()
    {
        var store = await OpenAsync();
        await store.PutAsync("head", Content(10), ifAbsent: false, CancellationToken.None);

        await store.PutAsync("head", Content(20), ifAbsent: false, CancellationToken.None);

        (await store.GetAsync("head", 0, null, CancellationToken.None)).Should().Equal(Content(20));
    }

    [SkippableTheory]
    [InlineData(0, 10, 10)]
    [InlineData(5, 10, 10)]
    [InlineData(95, 10, 5)]
    [InlineData(100, 10, 0)]
    [InlineData(200, 10, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(5, null, 95)]
    public async Task GetAsync_Range_IsCutAtTheEndOfTheObject(long offset, int? length, int expected)
    {
        var store = await OpenAsync();
        var content = Content(100);
        await store.PutAsync("object", content, ifAbsent: false, CancellationToken.None);

        var part = await store.GetAsync("object", offset, length, CancellationToken.None);

        part.Should().Equal(content.Skip((int)offset).Take(expected));
        var target = new byte[length ?? 1000];
        var read = await store.ReadAsync("object", offset, target, CancellationToken.None);
        target.Take(read).Should().Equal(part);
    }

    [SkippableFact]
    public async Task GetAsync_OfNoObject_SaysNotFound()
    {
        var store = await OpenAsync();

        var get = () => store.GetAsync("absent", 0, null, CancellationToken.None);

        (await get.Should().ThrowAsync<ObjectStoreException>()).Which.Error.Should().Be(ObjectStoreError.NotFound);
        (await store.HeadAsync("absent", CancellationToken.None)).Should().BeNull();
    }

    [SkippableFact]
    public async Task PutAsync_IfAbsent_WritesOnce()
    {
        var store = await OpenAsync();

        (await store.PutAsync("epoch/1", Content(1), ifAbsent: true, CancellationToken.None)).Should().BeTrue();
        (await store.PutAsync("epoch/1", Content(2), ifAbsent: true, CancellationToken.None)).Should().BeFalse("another has it");
        (await store.PutAsync("epoch/1", Content(1), ifAbsent: true, CancellationToken.None)).Should().BeTrue("it is our own");

        (await store.GetAsync("epoch/1", 0, null, CancellationToken.None)).Should().Equal(Content(1));
    }

    [SkippableFact]
    public async Task PutAsync_IfAbsentByMany_IsWonByOne()
    {
        var store = await OpenAsync();

        var won = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => store.PutAsync("epoch/7", Content(i), ifAbsent: true, CancellationToken.None)));

        won.Count(w => w).Should().Be(1);
        (await store.HeadAsync("epoch/7", CancellationToken.None)).Should().Be(Array.IndexOf(won, true) + 1);
    }

    [SkippableFact]
    public async Task ListAsync_Prefix_GivesWhatBeginsWithIt()
    {
        var store = await OpenAsync();
        foreach (var key in new[] { "index/aa", "index/ab", "keys/aa", "config", "indexes" })
        {
            await store.PutAsync(key, Content(key.Length), ifAbsent: false, CancellationToken.None);
        }

        (await store.ListAsync("index/", CancellationToken.None)).Should().BeEquivalentTo([new ObjectInfo("index/aa", 8), new ObjectInfo("index/ab", 8)]);
        (await store.ListAsync("index/a", CancellationToken.None)).Should().HaveCount(2);
        (await store.ListAsync("", CancellationToken.None)).Select(o => o.Key).Should().BeEquivalentTo("index/aa", "index/ab", "keys/aa", "config", "indexes");
        (await store.ListAsync("none/", CancellationToken.None)).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task Below_Prefix_SeesOnlyItsPart()
    {
        var store = await OpenAsync();
        await store.PutAsync("other", Content(1), ifAbsent: false, CancellationToken.None);
        var part = store.Below("repo/");

        await part.PutAsync("config", Content(2), ifAbsent: false, CancellationToken.None);

        (await part.ListAsync("", CancellationToken.None)).Should().Equal(new ObjectInfo("config", 2));
        (await store.HeadAsync("repo/config", CancellationToken.None)).Should().Be(2);
    }

    [SkippableFact]
    public async Task DeleteAsync_Object_IsGone()
    {
        var store = await OpenAsync();
        await store.PutAsync("locks/one", Content(1), ifAbsent: false, CancellationToken.None);

        await store.DeleteAsync("locks/one", CancellationToken.None);
        await store.DeleteAsync("locks/one", CancellationToken.None);

        (await store.HeadAsync("locks/one", CancellationToken.None)).Should().BeNull();
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("/config")]
    [InlineData("data//one")]
    [InlineData("../outside")]
    [InlineData("data/../../outside")]
    [InlineData("a b")]
    public async Task PutAsync_ImpossibleKey_IsRefused(string key)
    {
        var store = await OpenAsync();

        var put = () => store.PutAsync(key, Content(1), ifAbsent: false, CancellationToken.None);

        await put.Should().ThrowAsync<ArgumentException>();
    }

    [SkippableFact]
    public async Task RequestCount_EachOperation_IsOneRequest()
    {
        var store = await OpenAsync();
        var before = store.RequestCount;

        await store.PutAsync("one", Content(1), ifAbsent: false, CancellationToken.None);
        await store.GetAsync("one", 0, null, CancellationToken.None);
        await store.ListAsync("", CancellationToken.None);
        await store.DeleteAsync("one", CancellationToken.None);

        (store.RequestCount - before).Should().Be(4);
        store.Requests!.Value.Total.Should().Be(store.RequestCount);
    }

    [SkippableFact]
    public async Task ProbeAsync_ThisStore_LacksNothing()
    {
        var store = await OpenAsync();

        (await ObjectStoreProbe.RunAsync(Options, TimeProvider.System, CancellationToken.None)).Should().BeEmpty();

        (await store.ListAsync("", CancellationToken.None)).Should().BeEmpty("the probe cleans up");
    }

    private protected static byte[] Content(int length) => [.. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, (length / 4) + 1).Select(i => $"{i:D4}"))).Take(length)];
}
