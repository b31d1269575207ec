using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>All documents about the kinds of one generation of the catalogue; each is made when it is first asked for.</summary>
internal sealed class DiscoverySnapshot(IReadOnlyList<ResourceType> types, long generation)
{
    private readonly IReadOnlyList<ApiGroup> groups = ApiGroup.Of(types);

    private readonly ConcurrentDictionary<string, Lazy<Document?>> documents = new();

    public long Generation => generation;

    /// <param name="path">Path without the first slash.</param>
    /// <param name="serverAddress">Host and port under which the client reached the server.</param>
    /// <returns>The document of a path in discovery's first form or of OpenAPI; null when there is none.</returns>
    public Document? Find(string path, string serverAddress) => Get(path == "api" ? $"api {serverAddress}" : path, () => Build(path, serverAddress));

    /// <returns>Aggregated discovery of <c>api</c> or <c>apis</c>.</returns>
    public Document FindAggregated(string path) => Get($"{path} aggregated", () => AggregatedDiscovery.Of(groups.Where(group => group.Name.Length == 0 == (path == "api"))))!;

    private Document? Get(string key, Func<JsonObject?> build) =>
        documents.GetOrAdd(key, _ => new Lazy<Document?>(() => build() is { } json ? Document.Of(json) : null)).Value;

    private JsonObject? Build(string path, string serverAddress) => path.Split('/') switch
    {
        ["api"] => DiscoveryDocuments.Versions(serverAddress),
        ["apis"] => DiscoveryDocuments.Groups(groups),
        ["apis", var name] => groups.FirstOrDefault(group => group.Name == name && name.Length > 0) is { } group ? DiscoveryDocuments.Group(group) : null,
        ["api", _] or ["apis", _, _] => Version(path) is { } version ? DiscoveryDocuments.Resources(version) : null,
        ["openapi", "v3"] => Index(),
        ["openapi", "v3", .. var rest] => Version(string.Join('/', rest)) is { } version ? OpenApiDocuments.Of(version) : null,
        _ => null,
    };

    private ApiVersion? Version(string path) => groups.SelectMany(group => group.Versions).FirstOrDefault(version => version.Path == path);

    private JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var version in groups.SelectMany(group => group.Versions))
            paths[version.Path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{version.Path}?hash={Find($"openapi/v3/{version.Path}", "")!.Hash}" };
        return new JsonObject { ["paths"] = paths };
    }
}
