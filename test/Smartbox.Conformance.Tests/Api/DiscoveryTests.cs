using System.Text.Json.Nodes;
using Smartbox.Conformance.Tests.Servers;

namespace Smartbox.Conformance.Tests.Api;

/// <summary>What clients ask before they ask for objects.</summary>
public sealed class DiscoveryTests
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>What operator, kubelet, kubectl and chart touch.</summary>
    private static readonly string[] s_ours =
    [
        "configmaps", "events", "namespaces", "namespaces/status", "nodes", "nodes/status", "persistentvolumeclaims", "pods", "pods/log", "pods/status", "secrets", "serviceaccounts", "services",
        "leases", "customresourcedefinitions", "customresourcedefinitions/status", "networkpolicies", "poddisruptionbudgets",
    ];

    [SkippableTheory]
    [Servers("/api/v1")]
    [Servers("/apis/coordination.k8s.io/v1")]
    [Servers("/apis/apiextensions.k8s.io/v1")]
    [Servers("/apis/events.k8s.io/v1")]
    [Servers("/apis/networking.k8s.io/v1")]
    [Servers("/apis/policy/v1")]
    public async Task Resources_OfAGroup_HaveTheSameNamesAndVerbs(ServerKind kind, string path)
    {
        await using var @case = await Case.BeginAsync(kind, path.Trim('/').Replace('/', '-'));
        @case.Normaliser.Hidden.Add("storageVersionHash");

        var list = (await @case.QuietlyAsync(HttpMethod.Get, path)).Json;
        list["resources"] = new JsonArray([.. list["resources"]!.AsArray()
            .Where(r => s_ours.Contains((string?)r!["name"])).OrderBy(r => (string?)r!["name"], StringComparer.Ordinal).Select(r => r!.DeepClone())]);

        @case.Step(@case.Normaliser.Json(list));
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Resources_OfACustomGroup_AreFoundInEachWay(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        @case.Normaliser.Hidden.Add("storageVersionHash");
        await @case.DefineWidgetsAsync("""
            subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
            schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {replicas: {type: integer}}}, status: {type: object, properties: {replicas: {type: integer}}}}}}
            """);
        await @case.AwaitAsync("/apis/$group/v1", answer => answer.Status == 200, quietly: true);

        await @case.GetAsync("/apis/$group");
        await @case.GetAsync("/apis/$group/v1");
        var groups = await @case.AwaitAsync("/apis", answer => answer.Text.Contains(@case.Group, StringComparison.Ordinal), quietly: true);
        @case.Step(@case.Normaliser.Json(groups.Json["groups"]!.AsArray().Single(g => (string?)g!["name"] == @case.Group)));
        var aggregated = await @case.TryAsync(HttpMethod.Get, "/apis", accept: Aggregated);
        aggregated.ContentType!.Replace(" ", "", StringComparison.Ordinal).Should().Be(Aggregated);
        @case.Step(@case.Normaliser.Json(aggregated.Json["items"]!.AsArray().Single(g => (string?)g!["metadata"]!["name"] == @case.Group)));

        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task Roots_TellVersionsAndHealth(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        (await @case.TryAsync(HttpMethod.Get, "/version")).Field("gitVersion").Should().StartWith("v1.");
        foreach (var path in new[] { "/livez", "/readyz", "/healthz" })
        {
            await @case.GetAsync(path);
        }

        var api = (await @case.QuietlyAsync(HttpMethod.Get, "/api")).Json;
        api["versions"]!.ToJsonString().Should().Be("[\"v1\"]");
        ((string?)api["kind"]).Should().Be("APIVersions");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task OpenApi_OfACustomGroup_HasWhatExplainNeeds(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        await @case.DefineWidgetsAsync("""
            schema:
              openAPIV3Schema:
                type: object
                description: A widget.
                required: [spec]
                properties:
                  spec:
                    type: object
                    description: What it should be.
                    required: [size]
                    properties:
                      size: {type: integer, format: int32, minimum: 1, description: How large.}
                      color: {type: string, enum: [red, blue], default: red}
                      tags: {type: array, items: {type: string}, x-kubernetes-list-type: set}
                      labels: {type: object, additionalProperties: {type: string}}
                      port: {x-kubernetes-int-or-string: true}
            """);
        var paths = await @case.AwaitAsync("/openapi/v3", answer => answer.Text.Contains($"apis/{@case.Group}/v1", StringComparison.Ordinal), quietly: true);
        var url = (string)paths.Json["paths"]![$"apis/{@case.Group}/v1"]!["serverRelativeURL"]!;

        var document = (await @case.QuietlyAsync(HttpMethod.Get, url)).Json;

        var reversed = string.Join('.', @case.Group.Split('.').Reverse());
        var schema = document["components"]!["schemas"]![$"{reversed}.v1.Widget"]!;
        @case.Normaliser.Name(reversed, "$reversed");
        @case.Step(@case.Normaliser.Json(schema));
        var operation = document["paths"]![$"/apis/{@case.Group}/v1/namespaces/{{namespace}}/widgets/{{name}}"]!["get"]!;
        @case.Step(@case.Normaliser.Json(operation["x-kubernetes-group-version-kind"]));
        document["components"]!["schemas"]!["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"]!["properties"]!["name"]!["type"]!.GetValue<string>().Should().Be("string");
        @case.Verify();
    }

    [SkippableTheory]
    [Servers]
    public async Task OpenApi_OfTheCoreGroup_DescribesPods(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);
        var url = (string)(await @case.QuietlyAsync(HttpMethod.Get, "/openapi/v3")).Json["paths"]!["api/v1"]!["serverRelativeURL"]!;

        var schemas = (await @case.QuietlyAsync(HttpMethod.Get, url)).Json["components"]!["schemas"]!;

        var container = schemas["io.k8s.api.core.v1.Container"]!;
        ((string?)schemas["io.k8s.api.core.v1.Pod"]!["x-kubernetes-group-version-kind"]![0]!["kind"]).Should().Be("Pod");
        ((string?)container["properties"]!["image"]!["type"]).Should().Be("string");
        ((string?)container["properties"]!["image"]!["description"]).Should().NotBeEmpty();
        container["required"]!.ToJsonString().Should().Be("[\"name\"]");
        ((string?)schemas["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!["x-kubernetes-patch-merge-key"]).Should().Be("name");
    }

    [SkippableTheory]
    [Servers]
    public async Task SelfSubjectReview_OfTheKubeconfig_NamesItsUser(ServerKind kind)
    {
        await using var @case = await Case.BeginAsync(kind);

        var review = await @case.TryAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}");

        review.Status.Should().Be(201);
        review.Json["status"]!["userInfo"]!["groups"]!.AsArray().Select(g => (string?)g).Should().Contain("system:authenticated");
        review.Field("status", "userInfo", "username").Should().NotBeEmpty();
    }
}
