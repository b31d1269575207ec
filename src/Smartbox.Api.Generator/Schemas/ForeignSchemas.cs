using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Generator.Schemas;

/// <summary>Schemas of Kubernetes' own types, which carry no attributes of ours. Bounds follow the built-in API.</summary>
internal static class ForeignSchemas
{
    private static readonly Dictionary<Type, Func<V1JSONSchemaProps>> s_schemas = new()
    {
        [typeof(ResourceQuantity)] = Quantity,
        [typeof(V1Condition)] = Condition,
        [typeof(V1Toleration)] = Toleration,
    };

    /// <summary>The schema, without a description for the field that holds it; null for types of ours.</summary>
    public static V1JSONSchemaProps? Find(Type type) => s_schemas.GetValueOrDefault(type)?.Invoke();

    private static V1JSONSchemaProps Quantity() => new()
    {
        XKubernetesIntOrString = true,
        AnyOf = [new() { Type = "integer" }, new() { Type = "string" }],
        MaxLength = 20,
        Pattern = @"^[0-9]{1,12}(\.[0-9]{1,3})?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$",
    };

    private static V1JSONSchemaProps Condition() => Object(
        "One observation of the object.",
        ["type", "status", "lastTransitionTime", "reason", "message"],
        new()
        {
            ["type"] = Text("What is observed, such as Ready.", 316, 1, LabelKeys.Expression),
            ["status"] = OneOf("Whether it is so.", "True", "False", "Unknown"),
            ["observedGeneration"] = new() { Description = "The generation of the spec that the observation is about.", Type = "integer", Format = "int64", Minimum = 0 },
            ["lastTransitionTime"] = new() { Description = "When status changed the last time.", Type = "string", Format = "date-time" },
            ["reason"] = Text("Why it is so, in a word for programs.", 1024, 1, "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"),
            ["message"] = Text("Why it is so, in a sentence for people.", 32768),
        });

    private static V1JSONSchemaProps Toleration()
    {
        var schema = TolerationFields();
        schema.XKubernetesValidations = SchemaBuilder.Rules(
        [
            new("has(self.key) && self.key != '' || has(self.operator) && self.operator == 'Exists'", "a toleration without key needs operator: Exists"),
            new("!has(self.operator) || self.operator != 'Exists' || !has(self.value) || self.value == ''", "a toleration with operator: Exists takes no value"),
            new("!has(self.tolerationSeconds) || has(self.effect) && self.effect == 'NoExecute'", "tolerationSeconds needs effect: NoExecute"),
        ]);
        return schema;
    }

    private static V1JSONSchemaProps TolerationFields() => Object(
        "A taint that is tolerated.",
        [],
        new()
        {
            ["key"] = Text("Key of the taint. Without it: every taint, with the operator Exists.", 316, 0, "^$|" + LabelKeys.Expression),
            ["operator"] = OneOf("How the value is compared. Without it: Equal.", "Exists", "Equal"),
            ["value"] = Text("Value of the taint, for the operator Equal.", 63),
            ["effect"] = OneOf("Effect of the taint. Without it: every effect.", "NoSchedule", "PreferNoSchedule", "NoExecute"),
            ["tolerationSeconds"] = new()
            {
                Description = "How long a taint of the effect NoExecute is tolerated. Without it: for ever.",
                Type = "integer",
                Format = "int64",
            },
        });

    private static V1JSONSchemaProps Object(string description, IList<string> required, Dictionary<string, V1JSONSchemaProps> properties) =>
        new() { Description = description, Type = "object", Required = required.Count > 0 ? required : null, Properties = properties };

    private static V1JSONSchemaProps Text(string description, long maxLength, long minLength = 0, string? pattern = null) => new()
    {
        Description = description,
        Type = "string",
        MinLength = minLength > 0 ? minLength : null,
        MaxLength = maxLength,
        Pattern = pattern,
    };

    private static V1JSONSchemaProps OneOf(string description, params object[] words) =>
        new() { Description = description, Type = "string", EnumProperty = words };
}
