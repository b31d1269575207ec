namespace Smartbox.ApiServer.Tests.Controllers;

public sealed class DefinitionTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    [Fact]
    public async Task Create_Definition_IsEstablishedAndServed()
    {
        await CreateAsync("gadgets", "served.dev");

        var ns = await server.NewNamespaceAsync();
        var created = await server.PostAsync(
            $"/apis/served.dev/v1/namespaces/{ns}/gadgets",
            """{"apiVersion":"served.dev/v1","kind":"Gadget","metadata":{"name":"a"},"spec":{"size":1},"status":{"ready":true}}""");

        created.Code.Should().Be(201, created.Text);
        created.Json["status"].Should().BeNull();
        ((long?)created.Json["metadata"]!["generation"]).Should().Be(1);
        ((string?)created.Json["spec"]!["colour"]).Should().Be("grey");
    }

    [Fact]
    public async Task Restart_KeepsServingWhatIsDefined()
    {
        var own = new TestServer();
        await own.InitializeAsync();
        try
        {
            await CreateAsync("gadgets", "kept.dev", own);

            await own.RestartAsync();

            (await own.GetAsync("/apis/kept.dev/v1/gadgets")).Code.Should().Be(200);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Delete_Definition_TakesItsObjectsAlong()
    {
        await CreateAsync("gadgets", "gone.dev");
        var ns = await server.NewNamespaceAsync();
        var path = $"/apis/gone.dev/v1/namespaces/{ns}/gadgets";
        await server.PostAsync(path, """{"apiVersion":"gone.dev/v1","kind":"Gadget","metadata":{"name":"a","finalizers":["test.dev/hold"]}}""");

        await server.DeleteAsync($"{Definitions}/gadgets.gone.dev");
        await server.UntilAsync($"{path}/a", answer => answer.Json["metadata"]!["deletionTimestamp"] is not null);

        (await server.GetAsync($"{Definitions}/gadgets.gone.dev")).Code.Should().Be(200);
        await server.MergeAsync($"{path}/a", """{"metadata":{"finalizers":null}}""");
        await server.UntilAsync($"{Definitions}/gadgets.gone.dev", answer => answer.Code == 404);
        (await server.GetAsync(path)).Code.Should().Be(404);
    }

    [Fact]
    public async Task Status_IsIsolatedBothWays()
    {
        await CreateAsync("gadgets", "apart.dev");
        var ns = await server.NewNamespaceAsync();
        var path = $"/apis/apart.dev/v1/namespaces/{ns}/gadgets";
        await server.PostAsync(path, """{"apiVersion":"apart.dev/v1","kind":"Gadget","metadata":{"name":"a"},"spec":{"size":1}}""");

        var status = await server.MergeAsync($"{path}/a/status", """{"metadata":{"labels":{"x":"y"}},"spec":{"size":2},"status":{"ready":true}}""");
        var spec = await server.MergeAsync($"{path}/a", """{"spec":{"size":3},"status":{"ready":false}}""");

        status.Json["metadata"]!["labels"].Should().BeNull();
        ((long?)status.Json["spec"]!["size"]).Should().Be(1);
        ((bool?)status.Json["status"]!["ready"]).Should().BeTrue();
        ((long?)status.Json["metadata"]!["generation"]).Should().Be(1);
        ((long?)spec.Json["spec"]!["size"]).Should().Be(3);
        ((bool?)spec.Json["status"]!["ready"]).Should().BeTrue();
        ((long?)spec.Json["metadata"]!["generation"]).Should().Be(2);
    }

    [Fact]
    public async Task Create_WithWrongValue_NamesTheField()
    {
        await CreateAsync("gadgets", "wrong.dev");
        var ns = await server.NewNamespaceAsync();

        var answer = await server.PostAsync(
            $"/apis/wrong.dev/v1/namespaces/{ns}/gadgets", """{"apiVersion":"wrong.dev/v1","kind":"Gadget","metadata":{"name":"a"},"spec":{"size":"x"}}""");

        answer.Code.Should().Be(422);
        answer.Message.Should().Be("Gadget.wrong.dev \"a\" is invalid: spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"");
    }

    [Fact]
    public async Task Create_WrongDefinition_IsRefused()
    {
        var answer = await server.PostAsync(
            Definitions, """{"metadata":{"name":"a.b.dev"},"spec":{"group":"b.dev","scope":"Namespaced","names":{"plural":"a","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true}]}}""");

        answer.Code.Should().Be(422, answer.Text);
        answer.Message.Should().Contain("spec.versions[0].schema.openAPIV3Schema: Required value");
    }

    [Fact]
    public async Task Scale_SetsReplicas()
    {
        await CreateAsync("gadgets", "scaled.dev");
        var ns = await server.NewNamespaceAsync();
        var path = $"/apis/scaled.dev/v1/namespaces/{ns}/gadgets";
        await server.PostAsync(path, """{"apiVersion":"scaled.dev/v1","kind":"Gadget","metadata":{"name":"a"},"spec":{"size":1}}""");

        var scaled = await server.MergeAsync($"{path}/a/scale", """{"spec":{"replicas":4}}""");

        ((string?)scaled.Json["kind"]).Should().Be("Scale");
        ((long?)scaled.Json["spec"]!["replicas"]).Should().Be(4);
        ((long?)(await server.GetAsync($"{path}/a")).Json["spec"]!["size"]).Should().Be(4);
    }

    private Task CreateAsync(string plural, string group) => CreateAsync(plural, group, server);

    private static async Task CreateAsync(string plural, string group, TestServer server)
    {
        var answer = await server.PostAsync(
            Definitions,
            $$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{plural}}.{{group}}"},"spec":{"group":"{{group}}",
            "scope":"Namespaced","names":{"plural":"{{plural}}","kind":"Gadget"},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},
            "scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.size"} },
            "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"},
            "colour":{"type":"string","default":"grey"} } },"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true} } } } }]} }
            """);
        answer.Code.Should().Be(201, answer.Text);
        await server.UntilAsync(
            $"{Definitions}/{plural}.{group}",
            found => found.Json["status"]?["conditions"]?.AsArray().Any(condition => (string?)condition!["type"] == "Established" && (string?)condition["status"] == "True") == true);
    }
}
