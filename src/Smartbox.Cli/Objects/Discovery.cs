using System.Text.Json.Nodes;
using Smartbox.Cli.Kube;

namespace Smartbox.Cli.Objects;

/// <summary>Asks the server which kinds it has, in two requests.</summary>
internal static class Discovery
{
    // Aggregated discovery; generally available since Kubernetes 1.30.
    private const string Format = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private const string What = "find out which kinds there are";

    public static async Task<ResourceKinds> LoadAsync(ApiClient client, CancellationToken cancellationToken)
    {
        var core = client.GetAsync("api", What, cancellationToken, Format);
        var groups = client.GetAsync("apis", What, cancellationToken, Format);
        return new ResourceKinds([.. Read(await core), .. Read(await groups)]);
    }

    private static IEnumerable<ResourceKind> Read(JsonObject list) =>
        from @group in Items(list, "items")
        from version in Items(@group, "versions")
        from resource in Items(version, "resources")
        select KindOf(Text(@group["metadata"], "name"), Text(version, "version"), resource);

    private static ResourceKind KindOf(string @group, string version, JsonNode resource)
    {
        var kind = Text(resource["responseKind"], "kind");
        return new ResourceKind(@group, version, Text(resource, "resource"), kind, Text(resource, "scope") == "Namespaced")
        {
            Singular = Text(resource, "singularResource") is { Length: > 0 } singular ? singular : kind.ToLowerInvariant(),
            ShortNames = Texts(resource, "shortNames"),
            Categories = Texts(resource, "categories"),
            Verbs = Texts(resource, "verbs"),
        };
    }

    private static IEnumerable<JsonNode> Items(JsonNode node, string name) => (node[name] as JsonArray ?? []).OfType<JsonNode>();

    private static List<string> Texts(JsonNode node, string name) => [.. Items(node, name).Select(item => item.GetValue<string>())];

    private static string Text(JsonNode? node, string name) => (string?)node?[name] ?? "";
}
