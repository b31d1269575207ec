using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Lists of groups and resources in discovery's first form, one request each.</summary>
internal static class DiscoveryDocuments
{
    public static JsonObject Versions(string serverAddress) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = serverAddress }),
    };

    public static JsonObject Groups(IEnumerable<ApiGroup> groups) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = JsonArrays.Of(groups.Where(group => group.Name.Length > 0).Select(Summary)),
    };

    public static JsonObject Group(ApiGroup group)
    {
        var document = new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" };
        foreach (var (name, value) in Summary(group)) document[name] = value!.DeepClone();
        return document;
    }

    public static JsonObject Resources(ApiVersion version)
    {
        var document = new JsonObject { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = version.GroupVersion };
        document["resources"] = JsonArrays.Of(version.Types.SelectMany(type => SubresourceList.Of(type).Select(sub => Subresource(type, sub)).Prepend(Resource(type))));
        return document;
    }

    private static JsonObject Summary(ApiGroup group) => new()
    {
        ["name"] = group.Name,
        ["versions"] = JsonArrays.Of(group.Versions.Select(Version)),
        ["preferredVersion"] = Version(group.Versions[0]),
    };

    private static JsonObject Version(ApiVersion version) => new() { ["groupVersion"] = version.GroupVersion, ["version"] = version.Name };

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["name"] = type.Resource,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.IsNamespaced,
            ["kind"] = type.Kind,
            ["verbs"] = JsonArrays.Of(type.Verbs),
        };
        if (type.ShortNames.Count > 0) resource["shortNames"] = JsonArrays.Of(type.ShortNames);
        if (type.Categories.Count > 0) resource["categories"] = JsonArrays.Of(type.Categories);
        return resource;
    }

    private static JsonObject Subresource(ResourceType type, Subresource sub)
    {
        var resource = new JsonObject { ["name"] = $"{type.Resource}/{sub.Name}", ["singularName"] = "", ["namespaced"] = type.IsNamespaced };
        if (sub.Group is not null)
        {
            resource["group"] = sub.Group;
            resource["version"] = sub.Version;
        }
        resource["kind"] = sub.Kind;
        resource["verbs"] = JsonArrays.Of(sub.Verbs);
        return resource;
    }
}
