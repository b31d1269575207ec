using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Smartbox.ApiServer.Discovery;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Discovery;

public sealed class DiscoveryTests
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private readonly ResourceCatalog catalog = new();

    [Fact]
    public async Task Groups_are_listed_without_the_core_group()
    {
        var answer = await GetAsync("/apis");

        var names = answer.Json["groups"]!.AsArray().Select(group => (string?)group!["name"]).ToList();
        names.Should().Contain(["apps", "apiextensions.k8s.io", "coordination.k8s.io"]).And.NotContain("").And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Resources_are_listed_as_the_real_server_lists_them()
    {
        var resources = (await GetAsync("/api/v1")).Json["resources"]!.AsArray();

        Find(resources, "pods").ToJsonString().Should().Be(
            """{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["create","delete","deletecollection","get","list","patch","update","watch"],"shortNames":["po"],"categories":["all"]}""");
        Find(resources, "pods/eviction").ToJsonString().Should().Be(
            """{"name":"pods/eviction","singularName":"","namespaced":true,"group":"policy","version":"v1","kind":"Eviction","verbs":["create"]}""");
        Find(resources, "namespaces")["verbs"]!.AsArray().Should().HaveCount(7);
        Find(resources, "namespaces/finalize")["verbs"]!.ToJsonString().Should().Be("""["update"]""");
    }

    [Fact]
    public async Task Aggregated_discovery_has_all_groups_in_one_answer_and_is_not_sent_twice()
    {
        var answer = await GetAsync("/apis", Aggregated);

        answer.ContentType.Should().Be("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        var apps = answer.Json["items"]!.AsArray().Single(group => (string?)group!["metadata"]!["name"] == "apps")!;
        var deployments = apps["versions"]![0]!["resources"]!.AsArray().Single(resource => (string?)resource!["resource"] == "deployments")!;
        deployments["scope"]!.GetValue<string>().Should().Be("Namespaced");
        deployments["subresources"]!.AsArray().Select(sub => (string?)sub!["subresource"]).Should().Equal("scale", "status");
        deployments["subresources"]![0]!["responseKind"]!["group"]!.GetValue<string>().Should().Be("autoscaling");

        var again = await GetAsync("/apis", Aggregated, answer.ETag);
        again.Status.Should().Be(304);
        again.Body.Should().BeEmpty();
    }

    [Fact]
    public async Task A_new_custom_kind_is_seen_at_once_under_a_new_tag()
    {
        var before = await GetAsync("/apis", Aggregated);

        catalog.SetCustom("pets.example.com", [Pet("v1beta1"), Pet("v1"), Pet("v2alpha1")]);

        var after = await GetAsync("/apis", Aggregated, before.ETag);
        after.Status.Should().Be(200);
        after.ETag.Should().NotBe(before.ETag);
        var group = (await GetAsync("/apis/example.com")).Json;
        group["preferredVersion"]!["version"]!.GetValue<string>().Should().Be("v1");
        group["versions"]!.AsArray().Select(version => (string?)version!["version"]).Should().Equal("v1", "v1beta1", "v2alpha1");
    }

    [Theory]
    [InlineData("/api/v2")]
    [InlineData("/apis/nothing")]
    [InlineData("/apis/apps/v9")]
    [InlineData("/openapi/v3/apis/apps/v9")]
    [InlineData("/openapi/v2")]
    [InlineData("/api/v1/namespaces")]
    public async Task What_is_not_discovery_is_left_to_others(string path)
    {
        var context = Request(path);

        (await new DiscoveryHandler(catalog).TryServeAsync(context)).Should().BeFalse();
    }

    [Fact]
    public async Task The_index_of_OpenAPI_names_each_document_with_its_hash()
    {
        var index = (await GetAsync("/openapi/v3")).Json["paths"]!;

        var url = index["apis/apps/v1"]!["serverRelativeURL"]!.GetValue<string>();
        var document = await GetAsync(url);
        url.Should().EndWith("?hash=" + document.ETag!.Trim('"'));
        document.Json["openapi"]!.GetValue<string>().Should().Be("3.0.0");
    }

    [Fact]
    public async Task Kubectl_finds_the_kind_by_path_the_parameters_of_patch_and_the_keys_of_lists()
    {
        var document = (await GetAsync("/openapi/v3/api/v1")).Json;

        var patch = document["paths"]!["/api/v1/namespaces/{namespace}/pods/{name}"]!["patch"]!;
        patch["x-kubernetes-group-version-kind"]!.ToJsonString().Should().Be("""{"group":"","version":"v1","kind":"Pod"}""");
        patch["parameters"]!.AsArray().Select(parameter => (string?)parameter!["name"]).Should().Contain(["fieldValidation", "dryRun"]);
        var schemas = document["components"]!["schemas"]!;
        schemas["io.k8s.api.core.v1.Pod"]!["x-kubernetes-group-version-kind"]![0]!["kind"]!.GetValue<string>().Should().Be("Pod");
        schemas["io.k8s.api.core.v1.Pod"]!["properties"]!["spec"]!.ToJsonString().Should().Be(
            """{"default":{},"allOf":[{"$ref":"#/components/schemas/io.k8s.api.core.v1.PodSpec"}]}""");
        schemas["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!.ToJsonString().Should().Be(
            """{"type":"array","items":{"$ref":"#/components/schemas/io.k8s.api.core.v1.Container"},"x-kubernetes-list-map-keys":["name"],"x-kubernetes-list-type":"map","x-kubernetes-patch-merge-key":"name","x-kubernetes-patch-strategy":"merge"}""");
    }

    [Fact]
    public async Task References_of_every_document_are_found_in_it()
    {
        var index = (await GetAsync("/openapi/v3")).Json["paths"]!.AsObject();

        foreach (var (path, _) in index)
        {
            var document = await GetAsync("/openapi/v3/" + path);
            var names = document.Json["components"]!["schemas"]!.AsObject().Select(schema => schema.Key).ToHashSet();
            var references = System.Text.RegularExpressions.Regex.Matches(document.Body, "#/components/schemas/([^\"]+)").Select(match => match.Groups[1].Value);
            names.Should().Contain(references, path);
        }
    }

    [Fact]
    public async Task A_custom_kind_is_explained_with_its_descriptions()
    {
        catalog.SetCustom("pets.example.com", [Pet("v1")]);

        var schema = (await GetAsync("/openapi/v3/apis/example.com/v1")).Json["components"]!["schemas"]!["com.example.v1.Pet"]!;

        schema["properties"]!["spec"]!["description"]!.GetValue<string>().Should().Be("What it wants.");
        schema["properties"]!["metadata"]!.ToJsonString().Should().Contain("ObjectMeta");
    }

    private static JsonNode Find(JsonArray resources, string name) => resources.Single(resource => (string?)resource!["name"] == name)!;

    private static ResourceType Pet(string version) => new()
    {
        Group = "example.com", Version = version, Resource = "pets", Singular = "pet", Kind = "Pet", IsNamespaced = true, IsCustom = true,
        Schema = new Schema
        {
            Type = "object", Properties = new Dictionary<string, Schema> { ["spec"] = new() { Type = "object", Description = "What it wants." } },
        },
    };

    private static DefaultHttpContext Request(string url, string accept = "application/json", string? tag = null)
    {
        var context = new DefaultHttpContext();
        var parts = url.Split('?');
        context.Request.Method = "GET";
        context.Request.Path = parts[0];
        if (parts.Length > 1) context.Request.QueryString = new QueryString("?" + parts[1]);
        context.Request.Host = new HostString("127.0.0.1", 6443);
        context.Request.Headers.Accept = accept;
        if (tag is not null) context.Request.Headers.IfNoneMatch = tag;
        context.Response.Body = new MemoryStream();
        return context;
    }

    private async Task<Answer> GetAsync(string url, string accept = "application/json", string? tag = null)
    {
        var context = Request(url, accept, tag);
        (await new DiscoveryHandler(catalog).TryServeAsync(context)).Should().BeTrue(url);
        var body = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        return new Answer(context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.ETag, body);
    }

    private sealed record Answer(int Status, string? ContentType, string? ETag, string Body)
    {
        public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
    }
}
