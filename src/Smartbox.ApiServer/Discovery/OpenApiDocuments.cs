using System.Text.Json.Nodes;
using k8s.Models;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Discovery;

/// <summary>OpenAPI v3 documents, as far as clients read them: operations with their kind and query parameters, and schemas.</summary>
internal static class OpenApiDocuments
{
    /// <summary>Document of one group and version.</summary>
    public static JsonObject Of(ApiVersion version)
    {
        var schemas = new OpenApiSchemas();
        var paths = new JsonObject();
        foreach (var type in version.Types)
        {
            AddKind(schemas, type);
            foreach (var (path, operations) in OpenApiPaths.Of(type, ComponentOf(type))) paths[path] = operations;
        }
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "1.37" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.Components },
        };
    }

    /// <returns>Name of a kind's schema: a model's own, and for a custom kind its group backwards, version and kind.</returns>
    private static string ComponentOf(ResourceType type) =>
        ModelSchemas.ComponentOf(type.Schema) ?? $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";

    private static void AddKind(OpenApiSchemas schemas, ResourceType type)
    {
        var component = ComponentOf(type);
        schemas.Add(component, type.IsCustom ? WithMeta(type.Schema) : type.Schema);
        schemas.Components[component]!.AsObject()["x-kubernetes-group-version-kind"] = new JsonArray(OpenApiPaths.KindOf(type));
        if (!type.Verbs.Contains("list")) return;

        schemas.Components[component + "List"] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("items"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["type"] = "string" },
                ["kind"] = new JsonObject { ["type"] = "string" },
                ["metadata"] = schemas.Write(ModelSchemas.Of<V1ListMeta>()),
                ["items"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = OpenApiSchemas.Reference(component) } },
            },
            ["x-kubernetes-group-version-kind"] = new JsonArray(OpenApiPaths.KindOf(type, type.ListKindOrDefault)),
        };
    }

    private static Schema WithMeta(Schema schema) => schema with
    {
        Properties = new Dictionary<string, Schema>(schema.Properties)
        {
            ["apiVersion"] = new()
            {
                Type = "string",
                Description = "Version of the schema that this object is written in: the group, a slash and the version.",
            },
            ["kind"] = new() { Type = "string", Description = "What this object is." },
            ["metadata"] = ModelSchemas.Of<V1ObjectMeta>() with { Description = "Name, labels, annotations and what the server keeps about the object." },
        },
    };
}
