using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Bodies;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Makes of what was sent an object of its kind: unknown fields dropped, defaults filled in.</summary>
internal static class ObjectDecoding
{
    /// <summary>Checks that the object is of the kind that the path names.</summary>
    public static void CheckKind(ResourceType type, JsonObject value)
    {
        var (apiVersion, kind) = (value.Text("apiVersion"), value.Text("kind"));
        if (type.IsCustom)
        {
            CheckCustomKind(type, value, apiVersion, kind);
        }
        else if ((kind is not null && kind != type.Kind) || (apiVersion is not null && apiVersion != type.ApiVersion))
        {
            var (given, version) = (kind ?? type.Kind, apiVersion ?? type.ApiVersion);
            throw ApiErrors.BadRequest(
                given == type.Kind
                    ? $"the API version in the data ({version}) does not match the expected API version ({type.ApiVersion})"
                    : $"{given} in version \"{version}\" cannot be handled as a {type.Kind}: converting ({version}.{given}) to ({type.ApiVersion}.{type.Kind}): unknown conversion");
        }

        if (value.TryGetPropertyValue("metadata", out var metadata) && metadata is not (null or JsonObject))
        {
            var sort = metadata.GetValueKind() switch
            {
                JsonValueKind.Array => "array",
                JsonValueKind.Number => "number",
                JsonValueKind.String => "string",
                _ => "bool",
            };
            throw ApiErrors.BadRequest(
                $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: json: cannot unmarshal {sort} into Go struct field "
                + $"{type.Kind}.metadata of type v1.ObjectMeta");
        }

        value.SetKind(type);
    }

    /// <summary>Drops what the kind does not know and fills in defaults, in place.</summary>
    /// <returns>Paths of the dropped fields.</returns>
    public static IReadOnlyList<string> Complete(ResourceType type, JsonObject value)
    {
        type.Strategy?.Normalize?.Invoke(value);
        if (type.IsCustom && value["metadata"] is JsonObject metadata)
        {
            DropEmpty(metadata);
        }

        IReadOnlyList<string> unknown = [.. Pruning.Prune(value, type.Schema)];
        Defaults.Apply(value, type.Schema);
        type.Strategy?.Default?.Invoke(value);
        return unknown;
    }

    /// <summary>Both, for a body; unknown and repeated fields are reported as the client wants it.</summary>
    public static JsonObject Decode(ResourceType type, ParsedBody body, FieldValidation validation, ICollection<string> warnings)
    {
        CheckKind(type, body.Object);
        var unknown = Complete(type, body.Object);
        FieldChecks.Report(type, FieldChecks.Describe(body, unknown), validation, warnings);
        return body.Object;
    }

    // Metadata has a Go type in custom resources too, and that leaves out what is empty.
    private static void DropEmpty(JsonObject metadata)
    {
        foreach (var name in (string[])["labels", "annotations", "finalizers", "ownerReferences"])
        {
            if (metadata[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 })
            {
                metadata.Remove(name);
            }
        }
    }

    private static void CheckCustomKind(ResourceType type, JsonObject value, string? apiVersion, string? kind)
    {
        if (kind is null || apiVersion is null)
        {
            var (missing, text) = (kind is null ? "Kind" : "apiVersion", value.ToJsonString(JsonText.Options));
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {type.Kind}): Object '{missing}' is missing in '{text}' ({text})");
        }

        if (apiVersion != type.ApiVersion)
        {
            throw ApiErrors.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({type.ApiVersion})");
        }

        if (kind != type.Kind)
        {
            throw ApiErrors.Invalid(
                type.Group, kind, value["metadata"] is JsonObject meta ? meta.Text("name") ?? "" : "",
                new FieldError("kind", "FieldValueInvalid", $"Invalid value: \"{kind}\": must be {type.Kind}"));
        }
    }
}
