using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Tests.Merging;

/// <summary>Managed fields through the server: what requests add to merging.</summary>
public class ServedWritesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Put_EmptyManagedFieldsOfABuiltInKind_ForgetsTheManagers()
    {
        string path = await CreateAsync("""{"data": {"a": "1"}}""");
        JsonObject map = (await server.GetAsync(path)).Json.AsObject();
        map["metadata"]!["managedFields"] = new JsonArray();

        ApiAnswer answer = await server.PutAsync(path, map.ToJsonString());

        answer.Code.Should().Be(200, answer.Text);
        answer.Json["metadata"]!["managedFields"].Should().BeNull();
    }

    [Fact]
    public async Task Apply_BodyWithoutNamespace_IsRepeatedAsItWasSent()
    {
        string path = await CreateAsync("""{"data": {"a": "1"}}""");
        await server.MergeAsync(path, """{"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}}""");

        ApiAnswer answer = await server.ApplyAsync(path, """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"b": "<2>"}}""", "kubectl");

        answer.Code.Should().Be(200, answer.Text);
        answer.Json["metadata"]!["annotations"]!["kubectl.kubernetes.io/last-applied-configuration"]!.GetValue<string>()
            .Should().Be("""{"apiVersion":"v1","data":{"b":"\u003c2\u003e"},"kind":"ConfigMap","metadata":{"name":"x"}}""" + "\n");
    }

    [Fact]
    public async Task Apply_BodyWithoutNamespace_MakesTheObjectWhereThePathSays()
    {
        string ns = await server.NewNamespaceAsync();

        ApiAnswer answer = await server.ApplyAsync($"/api/v1/namespaces/{ns}/configmaps/y", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "y"}}""");

        answer.Code.Should().Be(201, answer.Text);
        answer.Json["metadata"]!["namespace"]!.GetValue<string>().Should().Be(ns);
    }

    [Fact]
    public async Task Patch_LastLabelAndFinalizerOfACustomResourceTakenAway_LeavesNoEmptyOnes()
    {
        string ns = await server.NewNamespaceAsync();
        string path = await CreateCustomAsync(ns, """{"labels": {"a": "1"}, "finalizers": ["merging.test/f"]}""");

        ApiAnswer answer = await server.MergeAsync(path, """{"metadata": {"labels": {"a": null}, "finalizers": []}}""");

        answer.Code.Should().Be(200, answer.Text);
        answer.Json["metadata"]!.AsObject().Select(field => field.Key).Should().NotContain(["labels", "finalizers"]);
        answer.Json["metadata"]!["managedFields"].Should().BeNull("nothing is left to own");
    }

    private async Task<string> CreateAsync(string content)
    {
        string ns = await server.NewNamespaceAsync();
        JsonObject map = JsonNode.Parse(content)!.AsObject();
        map["metadata"] = new JsonObject { ["name"] = "x" };
        ApiAnswer answer = await server.PostAsync($"/api/v1/namespaces/{ns}/configmaps", map.ToJsonString());
        answer.Code.Should().Be(201, answer.Text);

        return $"/api/v1/namespaces/{ns}/configmaps/x";
    }

    private async Task<string> CreateCustomAsync(string ns, string metadata)
    {
        ApiAnswer definition = await server.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata": {"name": "widgets.merging.test"}, "spec": {"group": "merging.test", "scope": "Namespaced", "names": {"plural": "widgets", "kind": "Widget"},
             "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
            """);
        definition.Code.Should().Be(201, definition.Text);
        string path = $"/apis/merging.test/v1/namespaces/{ns}/widgets";
        await server.UntilAsync(path, answer => answer.Code == 200);
        JsonObject map = JsonNode.Parse("""{"apiVersion": "merging.test/v1", "kind": "Widget"}""")!.AsObject();
        map["metadata"] = JsonNode.Parse(metadata);
        map["metadata"]!["name"] = "x";
        ApiAnswer answer = await server.PostAsync(path, map.ToJsonString());
        answer.Code.Should().Be(201, answer.Text);

        return path + "/x";
    }
}
