using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>Watches: where they begin, what they tell, how they end.</summary>
public sealed class WatchTests
{
    private const string Secrets = "/api/v1/namespaces/$ns/secrets";

    [SkippableTheory]
    [Servers]
    public async Task Watch_FromAVersion_TellsWhatCameAfterIt(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var first = await @case.PostAsync(Secrets, "{metadata: {name: a}}");
        await @case.PostAsync(Secrets, "{metadata: {name: b}}");
        await @case.PatchAsync(Case.MergePatch, Secrets + "/a", "{metadata: {labels: {x: y}}}");

        using var watch = await @case.WatchAsync($"{Secrets}?watch=true&resourceVersion={first.ResourceVersion}");
        watch.Status.Should().Be(200);
        await watch.NextAsync();
        await watch.NextAsync();
        await @case.QuietlyAsync(HttpMethod.Delete, Secrets + "/b");
        await watch.NextAsync();

        @case.Verify();
    }

    [SkippableTheory]
    [Servers("0")]
    [Servers("")]
    public async Task Watch_FromNoVersion_TellsWhatIsThereFirst(ServerKind kind, string version)
    {
        await using var @case = await Case.BeginAsync(kind, version.Length == 0 ? "recent" : "any");
        await @case.PostAsync(Secrets, "{metadata: {name: a}}");
        await @case.PostAsync(Secrets, "{metadata: {name: b}}");

        using var watch = await @case.WatchAsync($"{Secrets}?watch=1{(version.Length == 0 ? "" : "&resourceVersion=" + version)}");
        var names = new[] { Name(await watch.ReadAsync()), Name(await watch.ReadAsync()) };
        await @case.PatchAsync(Case.MergePatch, Secrets + "/a", "{metadata: {labels: {x: y}}}");
        var change = await watch.NextAsync();

        names.Should().BeEquivalentTo("a", "b");
        ((string?)change!["type"]).Should().Be("MODIFIED");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_OfAList_GoesOnWhereTheListEnded(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}}");
        var list = await @case.QuietlyAsync(HttpMethod.Get, Secrets);

        using var watch = await @case.WatchAsync($"{Secrets}?watch=true&resourceVersion={list.ResourceVersion}");
        await @case.PostAsync(Secrets, "{metadata: {name: b}}");
        await watch.NextAsync();

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_WithALabelSelector_TellsWhoEntersAndLeaves(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var list = await @case.QuietlyAsync(HttpMethod.Get, Secrets);

        using var watch = await @case.WatchAsync($"{Secrets}?watch=true&labelSelector=x%3Dy&resourceVersion={list.ResourceVersion}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}}");
        await @case.QuietlyAsync(HttpMethod.Patch, Secrets + "/a", "{metadata: {labels: {x: y}}}", Case.MergePatch);
        await watch.NextAsync();
        await @case.QuietlyAsync(HttpMethod.Patch, Secrets + "/a", "{data: {k: eA==}}", Case.MergePatch);
        await watch.NextAsync();
        await @case.QuietlyAsync(HttpMethod.Patch, Secrets + "/a", "{metadata: {labels: {x: z}}}", Case.MergePatch);
        await watch.NextAsync();
        await @case.QuietlyAsync(HttpMethod.Patch, Secrets + "/a", "{metadata: {labels: {x: y}}}", Case.MergePatch);
        await watch.NextAsync();
        await @case.QuietlyAsync(HttpMethod.Delete, Secrets + "/a");
        await watch.NextAsync();

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_WithAFieldSelector_TellsOfOneObject(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var list = await @case.QuietlyAsync(HttpMethod.Get, Secrets);

        using var watch = await @case.WatchAsync($"{Secrets}?watch=true&fieldSelector=metadata.name%3Db&resourceVersion={list.ResourceVersion}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: b}}");
        await watch.NextAsync();

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_FromAnAncientVersion_IsGone(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.CompactAsync();

        using var watch = await @case.WatchAsync(Secrets + "?watch=true&resourceVersion=1&timeoutSeconds=2");
        var change = await watch.ReadAsync();
        Skip.If(change is null && kind == ServerKind.Cluster, "Skipped: the cluster is minutes old and remembers its first version.");

        watch.Status.Should().Be(200);
        ((string?)change!["type"]).Should().Be("ERROR");
        ((int)change["object"]!["code"]!).Should().Be(410);
        ((string?)change["object"]!["reason"]).Should().Be("Expired");
        ((string?)change["object"]!["message"]).Should().MatchRegex(@"^too old resource version: 1 \(\d+\)$");
        (await watch.ReadAsync()).Should().BeNull();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_WithATimeout_Ends(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        using var watch = await @case.WatchAsync(Secrets + "?watch=true&timeoutSeconds=1");

        (await watch.ReadAsync()).Should().BeNull();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_WithInitialEvents_TellsWhereTheyEnd(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}}");

        using var watch = await @case.WatchAsync(
            Secrets + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        ((string?)(await watch.NextAsync())!["type"]).Should().Be("ADDED");
        var bookmark = await watch.NextAsync();

        ((string?)bookmark!["type"]).Should().Be("BOOKMARK");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_ThatAsksForWhatCannotBe_SaysWhy(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        await @case.GetAsync(Secrets + "?watch=true&resourceVersion=x");
        await @case.GetAsync(Secrets + "?watch=true&sendInitialEvents=true");
        await @case.GetAsync(Secrets + "?watch=true&resourceVersionMatch=Exact&resourceVersion=1");
        await @case.GetAsync(Secrets + "?watch=true&labelSelector=a%20b");
        await @case.GetAsync(Secrets + "?watch=true&fieldSelector=nonsense%3D1");

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_ForMetadataOnly_TellsPartialObjects(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var list = await @case.QuietlyAsync(HttpMethod.Get, Secrets);

        using var watch = await @case.WatchAsync(
            $"{Secrets}?watch=true&resourceVersion={list.ResourceVersion}", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}, data: {k: eA==}}");
        await watch.NextAsync();

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Watch_AsTables_TellsColumnsOnce(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var list = await @case.QuietlyAsync(HttpMethod.Get, Secrets);

        using var watch = await @case.WatchAsync($"{Secrets}?watch=true&resourceVersion={list.ResourceVersion}", TableTests.Table);
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: a}, data: {k: eA==}}");
        await @case.QuietlyAsync(HttpMethod.Post, Secrets, "{metadata: {name: b}}");
        await watch.NextAsync();
        await watch.NextAsync();

        @case.Verify();
    }

    private static string? Name(JsonNode? change) => (string?)change!["object"]!["metadata"]!["name"];
}
