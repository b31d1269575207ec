namespace Smartbox.ApiServer.Tests.Requests;

public sealed class ObjectTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Create_NewObject_IsStoredWithWhatTheServerSets()
    {
        var ns = await server.NewNamespaceAsync();

        var created = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a","uid":"mine","selfLink":"x"},"data":{"k":"v"}}""");

        created.Code.Should().Be(201, created.Text);
        var meta = created.Json["metadata"]!;
        Guid.TryParse((string?)meta["uid"], out _).Should().BeTrue();
        ((string?)meta["namespace"]).Should().Be(ns);
        ((string?)meta["creationTimestamp"]).Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        meta["selfLink"].Should().BeNull();
        ((string?)created.Json["kind"]).Should().Be("ConfigMap");
        ((string?)meta["managedFields"]![0]!["manager"]).Should().Be("tester");
        var read = await server.GetAsync($"/api/v1/namespaces/{ns}/configmaps/a");
        read.Text.Should().Be(created.Text);
    }

    [Fact]
    public async Task Create_SameName_IsRefused()
    {
        var ns = await server.NewNamespaceAsync();
        await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");

        var second = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");

        second.Code.Should().Be(409);
        second.Message.Should().Be("configmaps \"a\" already exists");
        second.Reason.Should().Be("AlreadyExists");
    }

    [Fact]
    public async Task Create_GenerateName_MakesOne()
    {
        var ns = await server.NewNamespaceAsync();

        var created = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"generateName":"gen-"}}""");

        ((string?)created.Json["metadata"]!["name"]).Should().MatchRegex("^gen-[a-z0-9]{5}$");
    }

    [Fact]
    public async Task Create_WithoutNamespace_SaysWhichIsMissing()
    {
        var answer = await server.PostAsync("/api/v1/namespaces/missing/configmaps", """{"metadata":{"name":"a"}}""");

        answer.Code.Should().Be(404);
        answer.Message.Should().Be("namespaces \"missing\" not found");
    }

    [Fact]
    public async Task Create_UnknownAndRepeatedFields_AreWarnedOfOrRefused()
    {
        var ns = await server.NewNamespaceAsync();
        const string body = """{"metadata":{"name":"a","foo":1},"data":{"k":"1","k":"2"},"x":1}""";

        var strict = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps?fieldValidation=Strict", body);
        var warned = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", body);

        strict.Code.Should().Be(400);
        strict.Message.Should().Be(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: "
            + "duplicate field \"data.k\", unknown field \"metadata.foo\", unknown field \"x\"");
        warned.Code.Should().Be(201);
        warned.Warnings.Should().Equal("299 - \"duplicate field \\\"data.k\\\"\"", "299 - \"unknown field \\\"metadata.foo\\\"\"", "299 - \"unknown field \\\"x\\\"\"");
        ((string?)warned.Json["data"]!["k"]).Should().Be("2");
        warned.Json["x"].Should().BeNull();
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"A_b"}}""", "metadata.name", "FieldValueInvalid")]
    [InlineData("""{"metadata":{}}""", "metadata.name", "FieldValueRequired")]
    [InlineData("""{"metadata":{"name":"a","labels":{"k":"y y"}}}""", "metadata.labels", "FieldValueInvalid")]
    [InlineData("""{"metadata":{"name":"a","finalizers":["plain"]}}""", "metadata.finalizers[0]", "FieldValueInvalid")]
    [InlineData("""{"metadata":{"name":"a","ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p"}]}}""", "metadata.ownerReferences[0].uid", "FieldValueRequired")]
    public async Task Create_WrongMetadata_NamesTheField(string body, string field, string reason)
    {
        var ns = await server.NewNamespaceAsync();

        var answer = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", body);

        answer.Code.Should().Be(422, answer.Text);
        ((string?)answer.Json["details"]!["causes"]![0]!["field"]).Should().Be(field);
        ((string?)answer.Json["details"]!["causes"]![0]!["reason"]).Should().Be(reason);
    }

    [Fact]
    public async Task Replace_OfAnotherVersion_IsAConflict()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps";
        var first = await server.PostAsync(path, """{"metadata":{"name":"a"}}""");
        var changed = first.Json;
        changed["data"] = new System.Text.Json.Nodes.JsonObject { ["k"] = "1" };
        var second = await server.PutAsync($"{path}/a", changed.ToJsonString());

        var third = await server.PutAsync($"{path}/a", changed.ToJsonString());

        second.Code.Should().Be(200);
        third.Code.Should().Be(409);
        third.Message.Should().Be(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public async Task Replace_SameContent_WritesNothing()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps";
        var first = await server.PostAsync(path, """{"metadata":{"name":"a"},"data":{"k":"1"}}""");

        var second = await server.PutAsync($"{path}/a", first.Text);

        second.Version.Should().Be(first.Version);
    }

    [Fact]
    public async Task DryRun_EverywhereStoresNothing()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps";
        var kept = await server.PostAsync(path, """{"metadata":{"name":"kept"}}""");

        (await server.PostAsync($"{path}?dryRun=All", """{"metadata":{"name":"a"}}""")).Code.Should().Be(201);
        (await server.MergeAsync($"{path}/kept?dryRun=All", """{"data":{"k":"1"}}""")).Json["data"].Should().NotBeNull();
        (await server.DeleteAsync($"{path}/kept?dryRun=All")).Code.Should().Be(200);

        (await server.GetAsync($"{path}/a")).Code.Should().Be(404);
        (await server.GetAsync($"{path}/kept")).Text.Should().Be(kept.Text);
    }

    [Fact]
    public async Task Patch_SideBySide_AllComeThrough()
    {
        var ns = await server.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps";
        await server.PostAsync(path, """{"metadata":{"name":"a"}}""");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.MergeAsync($"{path}/a", $$$"""{"data":{"k{{{i}}}":"{{{i}}}"}}""")));

        (await server.GetAsync($"{path}/a")).Json["data"]!.AsObject().Should().HaveCount(20);
    }
}
