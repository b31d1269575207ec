using Microsoft.Extensions.Time.Testing;

namespace Smartbox.ApiServer.Tests.Requests;

public sealed class WatchTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Watch_FromARevision_TellsWhatCameAfter()
    {
        var path = await NewPathAsync();
        var first = await CreateAsync(path, "a");
        await using var watch = await WatchClient.OpenAsync(server, $"{path}?watch=1&resourceVersion={first.Version}");

        await CreateAsync(path, "b");
        await server.MergeAsync($"{path}/a", """{"data":{"k":"1"}}""");
        await server.DeleteAsync($"{path}/b");

        (await watch.NextNameAsync()).Should().Be("ADDED b");
        (await watch.NextNameAsync()).Should().Be("MODIFIED a");
        (await watch.NextNameAsync()).Should().Be("DELETED b");
    }

    [Fact]
    public async Task Watch_Object_IsTheStoredOneByteForByte()
    {
        var path = await NewPathAsync();
        await using var watch = await WatchClient.OpenAsync(server, $"{path}?watch=1&resourceVersion=0");

        var created = await CreateAsync(path, "a");

        (await watch.NextAsync())!["object"]!.ToJsonString().Should().Be(created.Json.ToJsonString());
    }

    [Fact]
    public async Task Watch_WithSelector_SeesObjectsComeAndGo()
    {
        var path = await NewPathAsync();
        await using var watch = await WatchClient.OpenAsync(server, $"{path}?watch=1&resourceVersion=0&labelSelector=chosen");
        await CreateAsync(path, "a");

        await server.MergeAsync($"{path}/a", """{"metadata":{"labels":{"chosen":"1"}}}""");
        await server.MergeAsync($"{path}/a", """{"metadata":{"labels":{"chosen":"2"}}}""");
        var left = await server.MergeAsync($"{path}/a", """{"metadata":{"labels":null}}""");

        (await watch.NextNameAsync()).Should().Be("ADDED a");
        (await watch.NextNameAsync()).Should().Be("MODIFIED a");
        var last = await watch.NextAsync();
        ((string?)last!["type"]).Should().Be("DELETED");
        ((string?)last["object"]!["metadata"]!["resourceVersion"]).Should().Be(left.Version);
        ((string?)last["object"]!["metadata"]!["labels"]!["chosen"]).Should().Be("2");
    }

    [Fact]
    public async Task Watch_SendingInitialEvents_EndsThemWithABookmark()
    {
        var path = await NewPathAsync();
        await CreateAsync(path, "a");

        await using var watch = await WatchClient.OpenAsync(
            server, $"{path}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");

        (await watch.NextNameAsync()).Should().Be("ADDED a");
        var bookmark = await watch.NextAsync();
        ((string?)bookmark!["type"]).Should().Be("BOOKMARK");
        ((string?)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]).Should().Be("true");
        await CreateAsync(path, "b");
        (await watch.NextNameAsync()).Should().Be("ADDED b");
    }

    [Fact]
    public async Task Watch_AfterItsTime_SaysHowFarItCameAndEnds()
    {
        var path = await NewPathAsync();
        await using var watch = await WatchClient.OpenAsync(server, $"{path}?watch=1&resourceVersion=0&timeoutSeconds=1&allowWatchBookmarks=true");

        ((string?)(await watch.NextAsync())!["type"]).Should().Be("BOOKMARK");
        (await watch.NextAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Watch_InQuietTimes_GetsBookmarks()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var own = new TestServer { Options = new ApiServerOptions { Folder = "-", Clock = clock } };
        await own.InitializeAsync();
        try
        {
            await using var watch = await WatchClient.OpenAsync(own, "/api/v1/configmaps?watch=1&resourceVersion=0&allowWatchBookmarks=true");
            var created = await own.PostAsync("/api/v1/namespaces/default/secrets", """{"metadata":{"name":"elsewhere"}}""");
            (await watch.NextAsync())!["object"]!["metadata"]!["annotations"].Should().NotBeNull();

            var next = watch.NextAsync();
            while (!next.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                await Task.Yield();
            }

            var bookmark = await next;
            ((string?)bookmark!["type"]).Should().Be("BOOKMARK");
            long.Parse((string)bookmark["object"]!["metadata"]!["resourceVersion"]!).Should().BeGreaterThanOrEqualTo(long.Parse(created.Version));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Watch_OfAForgottenRevision_IsToldSo()
    {
        var own = new TestServer { Options = new ApiServerOptions { Folder = "-", LogChanges = 5 } };
        await own.InitializeAsync();
        try
        {
            var old = await own.PostAsync("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""");
            for (var i = 0; i < 20; i++)
            {
                await own.MergeAsync("/api/v1/namespaces/default/configmaps/a", $$$"""{"data":{"k":"{{{i}}}"}}""");
            }

            await using var watch = await WatchClient.OpenAsync(own, $"/api/v1/configmaps?watch=1&resourceVersion={old.Version}");
            var list = await own.GetAsync($"/api/v1/configmaps?resourceVersion={old.Version}&resourceVersionMatch=Exact");

            var error = await watch.NextAsync();
            ((string?)error!["type"]).Should().Be("ERROR");
            ((int?)error["object"]!["code"]).Should().Be(410);
            ((string?)error["object"]!["reason"]).Should().Be("Expired");
            (await watch.NextAsync()).Should().BeNull();
            list.Code.Should().Be(410);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Dispose_WithOpenWatch_EndsItInOrder()
    {
        var own = new TestServer();
        await own.InitializeAsync();
        await using var watch = await WatchClient.OpenAsync(own, "/api/v1/configmaps?watch=1");

        var stopping = own.Server.DisposeAsync();

        (await watch.NextAsync()).Should().BeNull();
        await stopping;
        Directory.Delete(own.Folder, recursive: true);
    }

    [Theory]
    [InlineData("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "PartialObjectMetadata")]
    [InlineData("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "PartialObjectMetadata")]
    [InlineData("application/json;as=Table;g=meta.k8s.io;v=v1", "Table")]
    public async Task Watch_InAnotherForm_GetsIt(string accept, string kind)
    {
        var path = await NewPathAsync();
        await CreateAsync(path, "a");

        await using var watch = await WatchClient.OpenAsync(server, $"{path}?watch=1", accept);

        ((string?)(await watch.NextAsync())!["object"]!["kind"]).Should().Be(kind);
    }

    private async Task<string> NewPathAsync() => $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";

    private Task<ApiAnswer> CreateAsync(string path, string name) => server.PostAsync(path, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
}
