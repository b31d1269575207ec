using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Tables;
using Smartbox.ApiServer.Schemas.Definitions;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas;

/// <summary>Makes kinds of CustomResourceDefinitions.</summary>
internal static class CrdReader
{
    private static readonly PrinterColumn s_age = ColumnPaths.Column("Age", "date", ".metadata.creationTimestamp");

    /// <summary>Validates a definition and makes a kind of each version that it serves.</summary>
    /// <param name="crd">The definition.</param>
    /// <param name="objectMeta">Schema of metadata, which definitions do not describe.</param>
    /// <exception cref="ApiException">422 with all that is wrong.</exception>
    public static IReadOnlyList<ResourceType> Read(JsonObject crd, Schema objectMeta)
    {
        var errors = DefinitionRules.Validate(crd, objectMeta);
        if (errors.Count > 0)
        {
            throw Invalid(Text(crd["metadata"]?["name"]) ?? "", errors);
        }

        return [.. VersionParts.Versions(crd).Where(version => Is(version["served"])).Select(version => Kind(crd["spec"]!.AsObject(), version, objectMeta))];
    }

    /// <summary>The schema of a version with what every object has.</summary>
    public static Schema ReadSchema(JsonObject openApiSchema, Schema objectMeta) => Complete(SchemaReader.Read(openApiSchema), isResource: true, objectMeta);

    private static ApiException Invalid(string name, IReadOnlyList<FieldError> errors)
    {
        var all = errors.Count == 1 ? errors[0].ToString() : $"[{string.Join(", ", errors)}]";
        return new ApiException(422, "Invalid", $"CustomResourceDefinition.apiextensions.k8s.io \"{name}\" is invalid: {all}")
        {
            Details = new JsonObject
            {
                ["name"] = name,
                ["group"] = "apiextensions.k8s.io",
                ["kind"] = "CustomResourceDefinition",
                ["causes"] = new JsonArray([.. errors.Select(error => new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Path })]),
            },
        };
    }

    private static ResourceType Kind(JsonObject spec, JsonObject version, Schema objectMeta)
    {
        var names = spec["names"]!.AsObject();
        var kind = Text(names["kind"])!;
        var scale = version["subresources"]?["scale"];
        return new ResourceType
        {
            Group = Text(spec["group"])!,
            Version = Text(version["name"])!,
            Resource = Text(names["plural"])!,
            Singular = Text(names["singular"]) ?? kind.ToLowerInvariant(),
            Kind = kind,
            ListKind = Text(names["listKind"]),
            IsNamespaced = Text(spec["scope"]) == "Namespaced",
            Schema = ReadSchema(version["schema"]!["openAPIV3Schema"]!.AsObject(), objectMeta),
            IsCustom = true,
            HasStatus = version["subresources"]?["status"] is not null,
            Scale = scale is null ? null : new ScaleType(Text(scale["specReplicasPath"])!, Text(scale["statusReplicasPath"])!, Text(scale["labelSelectorPath"])),
            ShortNames = Texts(names["shortNames"]),
            Categories = Texts(names["categories"]),
            Columns = Columns(version["additionalPrinterColumns"] as JsonArray ?? []),
            SelectableFields = [.. (version["selectableFields"] as JsonArray ?? []).Select(field => Text(field?["jsonPath"])!.TrimStart('.'))],
        };
    }

    // Resources inside of others have the same three fields; what is written of metadata only restricts the name.
    private static Schema Complete(Schema schema, bool isResource, Schema objectMeta)
    {
        var properties = schema.Properties.ToDictionary(property => property.Key, property => Complete(property.Value, property.Value.IsEmbeddedResource, objectMeta));
        if (isResource)
        {
            properties.TryAdd("apiVersion", new Schema { Type = "string" });
            properties.TryAdd("kind", new Schema { Type = "string" });
            properties["metadata"] = objectMeta;
        }

        return schema with
        {
            Properties = properties,
            AdditionalProperties = schema.AdditionalProperties is { } values ? Complete(values, values.IsEmbeddedResource, objectMeta) : null,
            Items = schema.Items is { } items ? Complete(items, items.IsEmbeddedResource, objectMeta) : null,
            Required = schema.IsEmbeddedResource ? [.. schema.Required.Union(["apiVersion", "kind"])] : schema.Required,
        };
    }

    private static IReadOnlyList<PrinterColumn> Columns(JsonArray columns) => columns.Count == 0 ? [s_age] :
    [
        .. columns.OfType<JsonObject>().Select(column => ColumnPaths.Column(
            Text(column["name"])!, Text(column["type"])!, Text(column["jsonPath"])!, Text(column["format"]), Text(column["description"]),
            JsonScalars.IsInteger(column["priority"], out var priority) ? (int)priority : 0)),
    ];

    private static List<string> Texts(JsonNode? json) => [.. (json as JsonArray ?? []).Select(Text).OfType<string>()];

    private static string? Text(JsonNode? json) => JsonScalars.IsText(json, out var text) ? text : null;

    private static bool Is(JsonNode? json) => JsonScalars.IsBoolean(json, out var flag) && flag;
}
