using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>Schemas of KubernetesClient's models. Each is made once per process, its fields when they are first looked at.</summary>
internal static class ModelSchemas
{
    /// <summary>Format of a resource quantity, which may be a number or text and is stored as canonical text.</summary>
    public const string QuantityFormat = "quantity";

    /// <summary>Format of what is a number or a name.</summary>
    public const string IntOrStringFormat = "int-or-string";

    private static readonly ConcurrentDictionary<Type, Schema> Cache = new();

    private static readonly Schema Anything = new() { PreservesUnknownFields = true, IsNullable = true };

    private static readonly Dictionary<Type, Schema> Scalars = new()
    {
        [typeof(string)] = new() { Type = "string", IsNullable = true },
        [typeof(bool)] = new() { Type = "boolean", IsNullable = true },
        [typeof(int)] = new() { Type = "integer", Format = "int32", IsNullable = true },
        [typeof(long)] = new() { Type = "integer", Format = "int64", IsNullable = true },
        [typeof(double)] = new() { Type = "number", Format = "double", IsNullable = true },
        [typeof(DateTime)] = new() { Type = "string", Format = "date-time", IsNullable = true },
        [typeof(byte[])] = new() { Type = "string", Format = "byte", IsNullable = true },
        [typeof(IntOrString)] = new() { IsIntOrString = true, Format = IntOrStringFormat, IsNullable = true },
        [typeof(ResourceQuantity)] = new() { Format = QuantityFormat, IsNullable = true },
        [typeof(object)] = Anything,
        // It contains itself; what CRDs say in it is read by the reader of CRDs, which checks it more closely than a schema could.
        [typeof(V1JSONSchemaProps)] = new() { Type = "object", PreservesUnknownFields = true, IsNullable = true },
    };

    public static Schema Of<TModel>() => Of(typeof(TModel));

    /// <returns>The model's name in OpenAPI documents; null for a schema that is of no model.</returns>
    public static string? ComponentOf(Schema schema) => (schema.Properties as ModelProperties)?.Component;

    /// <returns>Name of the model's class; null for a schema that is of no model.</returns>
    public static string? ModelOf(Schema schema) => (schema.Properties as ModelProperties)?.Model;

    private static Schema Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalars.TryGetValue(type, out var scalar)) return scalar;
        if (!type.IsGenericType) return Cache.GetOrAdd(type, OfModel);

        var arguments = type.GetGenericArguments();
        return type.GetGenericTypeDefinition() == typeof(IDictionary<,>)
            ? new Schema { Type = "object", AdditionalProperties = Of(arguments[1]), IsNullable = true }
            : new Schema { Type = "array", Items = Of(arguments[0]), IsNullable = true };
    }

    private static Schema OfModel(Type type)
    {
        var fact = ModelFacts.Of(type.Name);
        return new Schema
        {
            Type = "object",
            // Go decodes null as absent, everywhere; ModelObjects.Normalize removes it.
            IsNullable = true,
            IsAtomicMap = fact.IsAtomicMap,
            Required = fact.Required,
            Properties = new ModelProperties(type.Name, fact.Component, () => ReadFields(type, fact)),
        };
    }

    private static Dictionary<string, Schema> ReadFields(Type type, ModelFact model)
    {
        var fields = new Dictionary<string, Schema>();
        foreach (var property in type.GetProperties())
        {
            if (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name is not { } name) continue;
            var schema = Of(property.PropertyType);
            fields[name] = model.Fields.TryGetValue(name, out var fact) ? Apply(schema, fact) : schema;
        }
        return fields;
    }

    private static Schema Apply(Schema schema, FieldFact fact) => schema with
    {
        Default = fact.IsZeroed ? ZeroOf(schema) : fact.Default is null ? null : fact.Default == "{}" ? new JsonObject() : JsonValue.Create(fact.Default),
        ListType = fact.ListType,
        ListMapKeys = fact.ListMapKeys,
        IsAtomicMap = fact.IsAtomicMap || schema.IsAtomicMap,
        PatchMergeKey = fact.PatchMergeKey,
        PatchStrategy = fact.PatchStrategy,
    };

    private static JsonValue ZeroOf(Schema schema) => schema.Type switch
    {
        "boolean" => JsonValue.Create(false),
        "integer" => JsonValue.Create(0),
        _ => JsonValue.Create(""),
    };
}
