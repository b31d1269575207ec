using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Discovery in one answer: <c>APIGroupDiscoveryList</c> of apidiscovery.k8s.io/v2.</summary>
internal static class AggregatedDiscovery
{
    public const string ContentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    public static JsonObject Of(IEnumerable<ApiGroup> groups) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = JsonArrays.Of(groups.Select(Group)),
    };

    private static JsonObject Group(ApiGroup group) => new()
    {
        ["metadata"] = group.Name.Length == 0 ? [] : new JsonObject { ["name"] = group.Name },
        ["versions"] = JsonArrays.Of(group.Versions.Select(version => new JsonObject
        {
            ["version"] = version.Name,
            ["resources"] = JsonArrays.Of(version.Types.Select(Resource)),
            ["freshness"] = "Current",
        })),
    };

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["resource"] = type.Resource,
            ["responseKind"] = Kind(type, type.Kind),
            ["scope"] = type.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = JsonArrays.Of(type.Verbs),
        };
        if (type.ShortNames.Count > 0) resource["shortNames"] = JsonArrays.Of(type.ShortNames);
        if (type.Categories.Count > 0) resource["categories"] = JsonArrays.Of(type.Categories);
        var subresources = SubresourceList.Of(type).Select(sub => new JsonObject
        {
            ["subresource"] = sub.Name,
            ["responseKind"] = Kind(type, sub.Kind, sub.Group, sub.Version),
            ["verbs"] = JsonArrays.Of(sub.Verbs),
        }).ToList();
        if (subresources.Count > 0) resource["subresources"] = JsonArrays.Of(subresources);
        return resource;
    }

    private static JsonObject Kind(ResourceType type, string kind, string? group = null, string? version = null) => new()
    {
        ["group"] = group ?? type.Group,
        ["version"] = version ?? type.Version,
        ["kind"] = kind,
    };
}
