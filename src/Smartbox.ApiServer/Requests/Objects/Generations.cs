using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary><c>metadata.generation</c>: counts the versions of what is wanted, for the kinds that have it.</summary>
internal static class Generations
{
    private static readonly HashSet<string> s_counted =
    [
        "pods", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "networkpolicies.networking.k8s.io",
        "poddisruptionbudgets.policy", "customresourcedefinitions.apiextensions.k8s.io", "endpointslices.discovery.k8s.io",
    ];

    public static void Begin(ResourceType type, JsonObject value)
    {
        if (IsCounted(type))
        {
            value.Meta()["generation"] = 1;
        }
    }

    public static void Continue(ResourceType type, JsonObject value, JsonObject old)
    {
        value.Meta().CopyFrom(old.Meta(), "generation");
        if (IsCounted(type) && HasChanged(type, value, old))
        {
            Grow(value);
        }
    }

    public static void Grow(JsonObject value)
    {
        if (value.Meta().Number("generation") is > 0 and var generation)
        {
            value.Meta()["generation"] = generation + 1;
        }
    }

    private static bool IsCounted(ResourceType type) => type.IsCustom || s_counted.Contains(type.GroupResource);

    private static bool HasChanged(ResourceType type, JsonObject value, JsonObject old)
    {
        if (!type.IsCustom)
        {
            return !JsonNode.DeepEquals(value["spec"], old["spec"]);
        }

        bool Counts(string name) => name is not ("metadata" or "apiVersion" or "kind") && !(type.HasStatus && name == "status");
        return value.Select(field => field.Key).Union(old.Select(field => field.Key))
            .Any(name => Counts(name) && !JsonNode.DeepEquals(value[name], old[name]));
    }
}
