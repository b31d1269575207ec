using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Resources;

/// <summary>Takes objects of built-in kinds the way that requests take.</summary>
internal static class BuiltIn
{
    private static readonly ResourceCatalog Catalog = new();

    public static ResourceType TypeOf(JsonObject value)
    {
        var parts = value["apiVersion"]!.GetValue<string>().Split('/');
        return Catalog.FindKind(parts.Length == 1 ? "" : parts[0], parts[^1], value["kind"]!.GetValue<string>())!;
    }

    /// <returns>The object as it would be stored, and what is wrong with it.</returns>
    public static (JsonObject Stored, IReadOnlyList<FieldError> Errors) Create(JsonObject given)
    {
        var (type, value) = (TypeOf(given), given.DeepClone().AsObject());
        Complete(value, type);
        type.Strategy!.PrepareForCreate?.Invoke(value);
        return (value, [.. type.Strategy.Validate!(value, null)]);
    }

    public static (JsonObject Stored, IReadOnlyList<FieldError> Errors) Update(JsonObject given, JsonObject old)
    {
        var (type, value) = (TypeOf(given), given.DeepClone().AsObject());
        Complete(value, type);
        type.Strategy!.PrepareForUpdate?.Invoke(value, old);
        return (value, [.. type.Strategy.Validate!(value, old)]);
    }

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static void Complete(JsonObject value, ResourceType type)
    {
        type.Strategy!.Normalize!(value);
        ApplyDefaults(value, type.Schema);
        type.Strategy.Default?.Invoke(value);
    }

    private static void ApplyDefaults(JsonObject value, Schema schema)
    {
        foreach (var (name, field) in schema.Properties)
        {
            if (value[name] is null && field.Default is not null) value[name] = field.Default.DeepClone();
            foreach (var child in Objects(value[name], field)) ApplyDefaults(child, field.Items ?? field);
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? value, Schema schema) => value switch
    {
        JsonObject content when !schema.PreservesUnknownFields => [content],
        JsonArray list => list.OfType<JsonObject>(),
        _ => [],
    };
}
