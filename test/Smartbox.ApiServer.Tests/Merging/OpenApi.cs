using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Tests.Merging;

/// <summary>What merging needs of an OpenAPI schema.</summary>
internal static class OpenApi
{
    public static Schema Schema(string json) => Schema(JsonNode.Parse(json)!.AsObject());

    public static Schema Schema(JsonObject node) => new()
    {
        Type = node["type"]?.GetValue<string>(),
        Format = node["format"]?.GetValue<string>(),
        Default = node["default"]?.DeepClone(),
        Properties = node["properties"] is JsonObject properties
            ? properties.ToDictionary(property => property.Key, property => Schema(property.Value!.AsObject()))
            : new Dictionary<string, Schema>(),
        AdditionalProperties = node["additionalProperties"] is JsonObject values ? Schema(values) : null,
        Items = node["items"] is JsonObject items ? Schema(items) : null,
        PreservesUnknownFields = node["x-kubernetes-preserve-unknown-fields"]?.GetValue<bool>() ?? false,
        IsIntOrString = node["x-kubernetes-int-or-string"]?.GetValue<bool>() ?? false,
        IsAtomicMap = node["x-kubernetes-map-type"]?.GetValue<string>() == "atomic",
        ListType = node["x-kubernetes-list-type"]?.GetValue<string>() switch { "set" => ListType.Set, "map" => ListType.Map, _ => ListType.Atomic },
        ListMapKeys = [.. (node["x-kubernetes-list-map-keys"] as JsonArray ?? []).Select(key => key!.GetValue<string>())],
        PatchMergeKey = node["x-kubernetes-patch-merge-key"]?.GetValue<string>(),
        PatchStrategy = node["x-kubernetes-patch-strategy"]?.GetValue<string>(),
    };
}
