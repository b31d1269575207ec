using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Paths of a kind with their operations. kubectl finds a kind by its path, and learns from PATCH whether dry-run and field validation are known.</summary>
internal static class OpenApiPaths
{
    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] ListParameters = ["continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "watch"];

    /// <param name="type">Kind.</param>
    /// <param name="component">Name of its schema.</param>
    public static IEnumerable<(string Path, JsonObject Operations)> Of(ResourceType type, string component)
    {
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.Group}/{type.Version}";
        var collection = type.IsNamespaced ? $"{root}/namespaces/{{namespace}}/{type.Resource}" : $"{root}/{type.Resource}";
        if (type.IsNamespaced && type.Verbs.Contains("list")) yield return ($"{root}/{type.Resource}", Operations(type, component, ["list"]));
        yield return (collection, Operations(type, component, type.Verbs.Intersect(["list", "create", "deletecollection"])));
        if (type.Verbs.Contains("get")) yield return ($"{collection}/{{name}}", Operations(type, component, type.Verbs.Intersect(["get", "update", "patch", "delete"])));
        foreach (var sub in SubresourceList.Of(type).Where(sub => sub.Kind == type.Kind && sub.Name != "log"))
            yield return ($"{collection}/{{name}}/{sub.Name}", Operations(type, component, sub.Verbs));
    }

    public static JsonObject KindOf(ResourceType type, string? kind = null) => new()
    {
        ["group"] = type.Group, ["version"] = type.Version, ["kind"] = kind ?? type.Kind,
    };

    private static JsonObject Operations(ResourceType type, string component, IEnumerable<string> verbs)
    {
        var operations = new JsonObject();
        foreach (var verb in verbs)
        {
            operations[MethodOf(verb)] = new JsonObject
            {
                ["parameters"] = JsonArrays.Of(ParametersOf(verb).Select(Parameter)),
                ["responses"] = new JsonObject { ["200"] = Response(verb == "list" ? component + "List" : component) },
                ["x-kubernetes-action"] = ActionOf(verb),
                ["x-kubernetes-group-version-kind"] = KindOf(type),
            };
        }
        return operations;
    }

    private static string MethodOf(string verb) => verb switch
    {
        "create" => "post",
        "update" => "put",
        "patch" => "patch",
        "delete" or "deletecollection" => "delete",
        _ => "get",
    };

    private static string ActionOf(string verb) => verb switch { "create" => "post", "update" => "put", _ => verb };

    private static IEnumerable<string> ParametersOf(string verb) => verb switch
    {
        "list" or "deletecollection" => ListParameters,
        "patch" => WriteParameters.Append("force"),
        "create" or "update" => WriteParameters,
        "delete" => ["dryRun", "gracePeriodSeconds", "propagationPolicy"],
        _ => [],
    };

    private static JsonObject Parameter(string name) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = name switch { "force" or "watch" => "boolean", "limit" or "gracePeriodSeconds" => "integer", _ => "string" } },
    };

    private static JsonObject Response(string component) => new()
    {
        ["description"] = "OK",
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = OpenApiSchemas.Reference(component) } },
        },
    };
}
