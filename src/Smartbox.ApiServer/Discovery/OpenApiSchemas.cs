using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Discovery;

/// <summary>Writes schemas as OpenAPI v3; those of models become components of their own, as they occur in several places.</summary>
internal sealed class OpenApiSchemas
{
    private readonly JsonObject components = [];

    public JsonObject Components => components;

    /// <returns>The schema, or where it is found.</returns>
    public JsonObject Write(Schema schema)
    {
        if ((ModelSchemas.ComponentOf(schema) ?? ScalarComponentOf(schema)) is not { } component) return WriteInline(schema);

        var reference = new JsonObject { ["$ref"] = Add(component, schema) };
        var extensions = Extensions(schema);
        // Beside $ref nothing is read, so that what is about the field stands beside allOf.
        if (extensions.Count == 0) return reference;
        extensions["allOf"] = new JsonArray(reference);
        return extensions;
    }

    /// <summary>Adds a component; a model is written once.</summary>
    /// <returns>Where it is found.</returns>
    public string Add(string name, Schema schema)
    {
        if (!components.ContainsKey(name))
        {
            // Announced first: a model may contain itself.
            components[name] = new JsonObject();
            components[name] = WriteInline(schema with { Default = null, PatchMergeKey = null, PatchStrategy = null });
        }
        return Reference(name);
    }

    /// <summary>Scalars of more than one JSON type have names, which <c>kubectl explain</c> shows.</summary>
    private static string? ScalarComponentOf(Schema schema) => schema.Format switch
    {
        ModelSchemas.QuantityFormat => "io.k8s.apimachinery.pkg.api.resource.Quantity",
        ModelSchemas.IntOrStringFormat => "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
        _ => null,
    };

    public static string Reference(string name) => $"#/components/schemas/{name}";

    /// <summary>The schema itself, with references inside.</summary>
    public JsonObject WriteInline(Schema schema)
    {
        var document = new JsonObject();
        var isModelValue = schema.Format is ModelSchemas.QuantityFormat;
        if (schema.Description is not null) document["description"] = schema.Description;
        if (schema.Type is not null) document["type"] = schema.Type;
        if (isModelValue) document["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" });
        else if (schema.Format is not null) document["format"] = schema.Format;
        if (schema.IsIntOrString)
        {
            if (schema.Format is null) document["x-kubernetes-int-or-string"] = true;
            document[schema.Format is null ? "anyOf" : "oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" });
        }
        if (schema.Required.Count > 0) document["required"] = JsonArrays.Of(schema.Required);
        WriteChildren(schema, document);
        WriteConstraints(schema, document);
        foreach (var (name, value) in Extensions(schema)) document[name] = value!.DeepClone();
        return document;
    }

    private void WriteChildren(Schema schema, JsonObject document)
    {
        if (schema.Properties.Count > 0)
        {
            var properties = new JsonObject();
            foreach (var (name, property) in schema.Properties) properties[name] = Write(property);
            document["properties"] = properties;
        }
        if (schema.Items is not null) document["items"] = Write(schema.Items);
        if (schema.AdditionalProperties is not null) document["additionalProperties"] = Write(schema.AdditionalProperties);
        if (schema.AllOf.Count > 0) document["allOf"] = JsonArrays.Of(schema.AllOf.Select(Write));
        if (schema.AnyOf.Count > 0) document["anyOf"] = JsonArrays.Of(schema.AnyOf.Select(Write));
        if (schema.OneOf.Count > 0) document["oneOf"] = JsonArrays.Of(schema.OneOf.Select(Write));
        if (schema.Not is not null) document["not"] = Write(schema.Not);
    }

    private static void WriteConstraints(Schema schema, JsonObject document)
    {
        if (schema.Enum.Count > 0) document["enum"] = new JsonArray([.. schema.Enum.Select(value => value?.DeepClone())]);
        if (schema.Pattern is not null) document["pattern"] = schema.Pattern;
        if (schema.MinLength is { } minLength) document["minLength"] = minLength;
        if (schema.MaxLength is { } maxLength) document["maxLength"] = maxLength;
        if (schema.MinItems is { } minItems) document["minItems"] = minItems;
        if (schema.MaxItems is { } maxItems) document["maxItems"] = maxItems;
        if (schema.HasUniqueItems) document["uniqueItems"] = true;
        if (schema.MinProperties is { } minProperties) document["minProperties"] = minProperties;
        if (schema.MaxProperties is { } maxProperties) document["maxProperties"] = maxProperties;
        if (schema.Minimum is { } minimum) document["minimum"] = minimum;
        if (schema.IsMinimumExclusive) document["exclusiveMinimum"] = true;
        if (schema.Maximum is { } maximum) document["maximum"] = maximum;
        if (schema.IsMaximumExclusive) document["exclusiveMaximum"] = true;
        if (schema.MultipleOf is { } multipleOf) document["multipleOf"] = multipleOf;
    }

    private static JsonObject Extensions(Schema schema)
    {
        var document = new JsonObject();
        if (schema.Default is not null) document["default"] = schema.Default.DeepClone();
        if (schema.ListMapKeys.Count > 0) document["x-kubernetes-list-map-keys"] = JsonArrays.Of(schema.ListMapKeys);
        if (schema.Type == "array") document["x-kubernetes-list-type"] = schema.ListType.ToString().ToLowerInvariant();
        if (schema.IsAtomicMap && ModelSchemas.ComponentOf(schema) is null) document["x-kubernetes-map-type"] = "atomic";
        if (schema.PatchMergeKey is not null) document["x-kubernetes-patch-merge-key"] = schema.PatchMergeKey;
        if (schema.PatchStrategy is not null) document["x-kubernetes-patch-strategy"] = schema.PatchStrategy;
        if (schema.PreservesUnknownFields) document["x-kubernetes-preserve-unknown-fields"] = true;
        if (schema.IsEmbeddedResource) document["x-kubernetes-embedded-resource"] = true;
        if (schema.Validations.Count > 0) document["x-kubernetes-validations"] = JsonArrays.Of(schema.Validations.Select(Rule));
        return document;
    }

    private static JsonObject Rule(ValidationRule rule)
    {
        var document = new JsonObject { ["rule"] = rule.Rule };
        if (rule.Message is not null) document["message"] = rule.Message;
        if (rule.MessageExpression is not null) document["messageExpression"] = rule.MessageExpression;
        if (rule.Reason is not null) document["reason"] = rule.Reason;
        if (rule.FieldPath is not null) document["fieldPath"] = rule.FieldPath;
        return document;
    }
}
