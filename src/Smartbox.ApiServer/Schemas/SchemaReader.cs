using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas;

/// <summary>Reads a schema from <c>openAPIV3Schema</c>. What is no part of a structural schema is left out; <see cref="Definitions.StructuralRules"/> says so.</summary>
internal static class SchemaReader
{
    // What additionalProperties: true means: anything.
    private static readonly Schema s_anything = new() { PreservesUnknownFields = true, IsNullable = true };

    public static Schema Read(JsonObject json) => new()
    {
        Type = Text(json["type"]),
        Format = Text(json["format"]),
        Description = Text(json["description"]),
        Properties = Map(json["properties"]),
        AdditionalProperties = json["additionalProperties"] switch
        {
            JsonObject child => Read(child),
            JsonValue any when JsonScalars.IsBoolean(any, out var isAny) && isAny => s_anything,
            _ => null,
        },
        Items = json["items"] is JsonObject items ? Read(items) : null,
        Required = Texts(json["required"]),
        Default = json["default"]?.DeepClone(),
        IsNullable = Flag(json["nullable"]),
        Enum = json["enum"] is JsonArray values ? [.. values.Select(value => value?.DeepClone())] : [],
        Pattern = Text(json["pattern"]),
        MinLength = Integer(json["minLength"]),
        MaxLength = Integer(json["maxLength"]),
        MinItems = Integer(json["minItems"]),
        MaxItems = Integer(json["maxItems"]),
        HasUniqueItems = Flag(json["uniqueItems"]),
        MinProperties = Integer(json["minProperties"]),
        MaxProperties = Integer(json["maxProperties"]),
        Minimum = Number(json["minimum"]),
        IsMinimumExclusive = Flag(json["exclusiveMinimum"]),
        Maximum = Number(json["maximum"]),
        IsMaximumExclusive = Flag(json["exclusiveMaximum"]),
        MultipleOf = Number(json["multipleOf"]),
        AllOf = List(json["allOf"]),
        AnyOf = List(json["anyOf"]),
        OneOf = List(json["oneOf"]),
        Not = json["not"] is JsonObject not ? Read(not) : null,
        PreservesUnknownFields = Flag(json["x-kubernetes-preserve-unknown-fields"]),
        IsIntOrString = Flag(json["x-kubernetes-int-or-string"]),
        IsEmbeddedResource = Flag(json["x-kubernetes-embedded-resource"]),
        ListType = Text(json["x-kubernetes-list-type"]) switch { "set" => ListType.Set, "map" => ListType.Map, _ => ListType.Atomic },
        ListMapKeys = Texts(json["x-kubernetes-list-map-keys"]),
        IsAtomicMap = Text(json["x-kubernetes-map-type"]) == "atomic",
        Validations = json["x-kubernetes-validations"] is JsonArray rules ? [.. rules.OfType<JsonObject>().Select(Rule)] : [],
    };

    private static ValidationRule Rule(JsonObject json) => new(
        Text(json["rule"]) ?? "", Text(json["message"]), Text(json["messageExpression"]), Text(json["reason"]), Text(json["fieldPath"]), Flag(json["optionalOldSelf"]));

    private static Dictionary<string, Schema> Map(JsonNode? json) =>
        json is JsonObject map ? map.Where(field => field.Value is JsonObject).ToDictionary(field => field.Key, field => Read(field.Value!.AsObject())) : [];

    private static List<Schema> List(JsonNode? json) => json is JsonArray list ? [.. list.OfType<JsonObject>().Select(Read)] : [];

    private static List<string> Texts(JsonNode? json) => json is JsonArray list ? [.. list.Select(Text).OfType<string>()] : [];

    private static string? Text(JsonNode? json) => JsonScalars.IsText(json, out var text) ? text : null;

    private static bool Flag(JsonNode? json) => JsonScalars.IsBoolean(json, out var flag) && flag;

    private static long? Integer(JsonNode? json) => JsonScalars.IsInteger(json, out var integer) ? integer : null;

    private static double? Number(JsonNode? json) => JsonScalars.IsNumber(json, out var number) ? number : null;
}
