namespace Smartbox.ApiServer.Tests.Requests;

public sealed class ListTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task List_InPages_IsOfOneRevision()
    {
        var path = await NewPathAsync("a", "b", "c");

        var first = await server.GetAsync($"{path}?limit=2");
        await server.DeleteAsync($"{path}/c");
        await server.PostAsync(path, """{"metadata":{"name":"d"}}""");
        var second = await server.GetAsync($"{path}?limit=2&continue={first.Json["metadata"]!["continue"]}");

        Names(first).Should().Equal("a", "b");
        ((long?)first.Json["metadata"]!["remainingItemCount"]).Should().Be(1);
        Names(second).Should().Equal("c");
        second.Json["metadata"]!["continue"].Should().BeNull();
        second.Version.Should().Be(first.Version);
    }

    [Fact]
    public async Task List_AtAnOlderRevision_IsWhatWasThere()
    {
        var path = await NewPathAsync("a");
        var old = await server.GetAsync(path);
        await server.PostAsync(path, """{"metadata":{"name":"b"}}""");

        var exact = await server.GetAsync($"{path}?resourceVersion={old.Version}&resourceVersionMatch=Exact");
        var newer = await server.GetAsync($"{path}?resourceVersion={old.Version}&resourceVersionMatch=NotOlderThan");

        Names(exact).Should().Equal("a");
        Names(newer).Should().Equal("a", "b");
    }

    [Theory]
    [InlineData("resourceVersion=abc", 400, "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax")]
    [InlineData("resourceVersionMatch=Exact", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersionMatch=Foo&resourceVersion=1", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Unsupported value: \"Foo\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("sendInitialEvents=true", 422, "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData("watch=1&sendInitialEvents=true", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("limit=x", 400, "strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("fieldSelector=data=x", 400, "\"data\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("continue=xxx", 400, "invalid continue token: continue key is not valid")]
    public async Task List_WrongOptions_AreRefusedInItsWords(string query, int code, string message)
    {
        var answer = await server.GetAsync($"/api/v1/configmaps?{query}");

        answer.Code.Should().Be(code);
        answer.Message.Should().StartWith(message);
    }

    [Fact]
    public async Task List_OfTheFuture_TimesOut()
    {
        var answer = await server.GetAsync("/api/v1/configmaps?resourceVersion=99999999");

        answer.Code.Should().Be(504);
        ((string?)answer.Json["details"]!["causes"]![0]!["reason"]).Should().Be("ResourceVersionTooLarge");
    }

    [Fact]
    public async Task List_InOtherForms_GivesThem()
    {
        var path = await NewPathAsync("a");

        var table = await server.GetAsync(path, "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        var metadata = await server.GetAsync(path, "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        var yaml = await server.GetAsync($"{path}/a", "application/yaml");
        var protobuf = await server.GetAsync(path, "application/vnd.kubernetes.protobuf");
        var either = await server.GetAsync(path, "application/vnd.kubernetes.protobuf,application/json");

        ((string?)table.Json["rows"]![0]!["cells"]![0]).Should().Be("a");
        metadata.Json["items"]![0]!["data"].Should().BeNull();
        ((string?)metadata.Json["items"]![0]!["metadata"]!["name"]).Should().Be("a");
        yaml.MediaType.Should().Be("application/yaml");
        yaml.Text.Should().StartWith("apiVersion: v1\n").And.Contain("\n  name: a\n");
        protobuf.Code.Should().Be(406);
        either.Code.Should().Be(200);
    }

    [Fact]
    public async Task DeleteCollection_WithSelector_DeletesThose()
    {
        var path = await NewPathAsync("a", "b");
        await server.MergeAsync($"{path}/a", """{"metadata":{"labels":{"x":"y"}}}""");

        var deleted = await server.DeleteAsync($"{path}?labelSelector=x%3Dy");

        Names(deleted).Should().Equal("a");
        Names(await server.GetAsync(path)).Should().Equal("b");
    }

    [Fact]
    public async Task List_Large_IsCompressedForThoseWhoTakeIt()
    {
        var path = await NewPathAsync();
        var large = new string('x', 200_000);
        await server.PostAsync(path, $$$"""{"metadata":{"name":"a"},"data":{"k":"{{{large}}}"}}""");

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await server.Client.SendAsync(request);

        response.Content.Headers.ContentEncoding.Should().Equal("gzip");
        (await response.Content.ReadAsByteArrayAsync()).Length.Should().BeLessThan(50_000);
    }

    private async Task<string> NewPathAsync(params string[] names)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        foreach (var name in names)
        {
            await server.PostAsync(path, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        }

        return path;
    }

    private static IEnumerable<string> Names(ApiAnswer answer) => answer.Json["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);
}
