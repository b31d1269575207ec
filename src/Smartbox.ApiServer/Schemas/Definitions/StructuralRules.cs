using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>What makes a schema structural. It reads JSON, as a <see cref="Schema"/> has no place for what is forbidden.</summary>
/// <remarks>Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema, and answers of an API server 1.37.</remarks>
internal static class StructuralRules
{
    private enum Level
    {
        Root,
        Item,
        Field,
    }

    private static readonly string[] s_notWithIntOrString = ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"];

    // Below them are bounds of values only.
    private static readonly string[] s_junctors = ["anyOf", "allOf", "oneOf"];

    // What must not stand in junctors, with what is said then.
    private static readonly (string Keyword, string Remedy)[] s_forbiddenInJunctors =
    [
        ("type", "empty"), ("default", "undefined"), ("title", "empty"), ("description", "empty"), ("nullable", "false"), ("externalDocs", "undefined"),
        ("additionalProperties", "undefined"), ("x-kubernetes-preserve-unknown-fields", "false"), ("x-kubernetes-embedded-resource", "false"),
        ("x-kubernetes-int-or-string", "false"), ("x-kubernetes-list-map-keys", "empty"), ("x-kubernetes-list-type", "undefined"),
        ("x-kubernetes-map-type", "undefined"), ("x-kubernetes-validations", "empty"),
    ];

    public static void Validate(JsonObject schema, FieldPath path, ErrorList errors)
    {
        var found = new ErrorList();
        ValidateSchema(schema, Level.Root, path, found);
        foreach (var error in found.Errors.OrderBy(error => error.ToString(), StringComparer.Ordinal))
        {
            errors.Add(error);
        }
    }

    private static void ValidateSchema(JsonObject schema, Level level, FieldPath path, ErrorList errors)
    {
        ValidateChildren(schema, level, path, errors);
        ValidateType(schema, level, path, errors);
        ValidateJunctors(schema, schema, path, errors);
        ValidatePattern(schema, path, errors);
        ValidateMetadata(schema, level, path, errors);

        if (Is(schema, "x-kubernetes-int-or-string"))
        {
            foreach (var other in s_notWithIntOrString.Where(other => Is(schema, other)))
            {
                errors.Invalid(path.Child(other), "true", "must be false if x-kubernetes-int-or-string is true");
            }
        }
    }

    private static void ValidateChildren(JsonObject schema, Level level, FieldPath path, ErrorList errors)
    {
        if (schema["items"] is JsonObject items)
        {
            ValidateSchema(items, Level.Item, path.Child("items"), errors);
        }
        else if (Type(schema) == "array" && schema["items"] is null)
        {
            errors.Required(path.Child("items"), "must be specified");
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            ValidateSchema(property as JsonObject ?? [], Level.Field, path.Child("properties").Key(name), errors);
        }

        if (schema["additionalProperties"] is not { } values)
        {
            return;
        }

        if (level == Level.Root)
        {
            errors.Forbidden(path.Child("additionalProperties"), "must not be used at the root");
        }

        if (Is(schema, "x-kubernetes-embedded-resource"))
        {
            errors.Forbidden(path.Child("additionalProperties"), "must not be used if x-kubernetes-embedded-resource is set");
        }

        if (values is JsonObject map)
        {
            ValidateSchema(map, Level.Field, path.Child("additionalProperties"), errors);
        }
    }

    private static void ValidateType(JsonObject schema, Level level, FieldPath path, ErrorList errors)
    {
        var type = Type(schema);
        var at = path.Child("type");
        if (Is(schema, "x-kubernetes-embedded-resource"))
        {
            const string Embedded = "must be object if x-kubernetes-embedded-resource is true";
            if (type.Length == 0)
            {
                errors.Required(at, Embedded);
            }
            else if (type != "object")
            {
                errors.Invalid(at, GoText.Quote(type), Embedded);
            }

            if (!Is(schema, "x-kubernetes-preserve-unknown-fields") && schema["properties"] is not JsonObject { Count: > 0 })
            {
                errors.Required(path.Child("properties"), "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
            }
        }
        else if (type.Length == 0 && !Is(schema, "x-kubernetes-int-or-string") && !Is(schema, "x-kubernetes-preserve-unknown-fields"))
        {
            errors.Required(at, "must not be empty " + level switch { Level.Root => "at the root", Level.Item => "for specified array items", _ => "for specified object fields" });
        }

        if (level == Level.Root && type.Length > 0 && type != "object")
        {
            errors.Invalid(at, GoText.Quote(type), "must be object at the root");
        }
    }

    private static void ValidateMetadata(JsonObject schema, Level level, FieldPath path, ErrorList errors)
    {
        if (level != Level.Root && !Is(schema, "x-kubernetes-embedded-resource"))
        {
            return;
        }

        foreach (var (name, type) in new[] { ("kind", "string"), ("apiVersion", "string"), ("metadata", "object") })
        {
            if (schema["properties"]?[name] is JsonObject property && Type(property) != type)
            {
                errors.Invalid(path.Child("properties").Key(name).Child("type"), GoText.Quote(Type(property)), $"must be {type}");
            }
        }

        if (level == Level.Root && schema["properties"]?["metadata"] is JsonObject metadata
            && (metadata["properties"] as JsonObject ?? []).Any(property => property.Key is not ("name" or "generateName")))
        {
            errors.Forbidden(path.Child("properties").Key("metadata"), "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    private static void ValidateJunctors(JsonObject schema, JsonObject root, FieldPath path, ErrorList errors)
    {
        foreach (var junctor in s_junctors)
        {
            var alternatives = (schema[junctor] as JsonArray ?? []).OfType<JsonObject>().ToList();
            if (junctor == "anyOf" && IsIntOrString(alternatives) && Is(root, "x-kubernetes-int-or-string"))
            {
                continue;
            }

            for (var i = 0; i < alternatives.Count; i++)
            {
                ValidateAlternative(alternatives[i], root, path.Child(junctor).Index(i), errors);
            }
        }

        if (schema["not"] is JsonObject not)
        {
            ValidateAlternative(not, root, path.Child("not"), errors);
        }
    }

    private static void ValidateAlternative(JsonObject schema, JsonObject root, FieldPath path, ErrorList errors)
    {
        ValidateJunctors(schema, root, path, errors);
        ValidatePattern(schema, path, errors);
        if (schema["items"] is JsonObject items)
        {
            ValidateAlternative(items, items, path.Child("items"), errors);
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            var at = path.Child("properties").Key(name);
            if (name == "metadata")
            {
                errors.Forbidden(at, "must not be specified in a nested context");
            }

            ValidateAlternative(property as JsonObject ?? [], property as JsonObject ?? [], at, errors);
        }

        foreach (var (keyword, remedy) in s_forbiddenInJunctors)
        {
            if (schema[keyword] is { } value && !IsEmpty(value))
            {
                errors.Forbidden(path.Child(keyword), $"must be {remedy} to be structural");
            }
        }
    }

    private static void ValidatePattern(JsonObject schema, FieldPath path, ErrorList errors)
    {
        if (!JsonScalars.IsText(schema["pattern"], out var pattern))
        {
            return;
        }

        try
        {
            GoPattern.Compile(pattern);
        }
        catch (FormatException e)
        {
            errors.Invalid(path.Child("pattern"), GoText.Quote(pattern), $"must be a valid regular expression, but isn't: {e.Message}");
        }
    }

    // The one place where types may stand in junctors.
    private static bool IsIntOrString(List<JsonObject> alternatives) =>
        alternatives.Count == 2 && alternatives.All(alternative => alternative.Count == 1) && Type(alternatives[0]) == "integer" && Type(alternatives[1]) == "string";

    private static bool IsEmpty(JsonNode value) => value switch
    {
        JsonArray list => list.Count == 0,
        JsonValue scalar => JsonScalars.IsBoolean(scalar, out var flag) ? !flag : JsonScalars.IsText(scalar, out var text) && text.Length == 0,
        _ => false,
    };

    private static string Type(JsonObject schema) => JsonScalars.IsText(schema["type"], out var type) ? type : "";

    private static bool Is(JsonObject schema, string flag) => JsonScalars.IsBoolean(schema[flag], out var value) && value;
}
