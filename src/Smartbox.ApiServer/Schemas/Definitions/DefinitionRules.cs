using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>All that can be wrong with a CustomResourceDefinition.</summary>
internal static class DefinitionRules
{
    public static IReadOnlyList<FieldError> Validate(JsonObject crd, Schema objectMeta)
    {
        var errors = new ErrorList();
        var spec = crd["spec"] as JsonObject ?? [];
        var path = FieldPath.Root.Child("spec");
        var versions = VersionParts.Versions(crd);
        NameRules.Validate(crd["metadata"] as JsonObject ?? [], spec, path, errors);
        VersionRules.Validate(spec, versions, path, errors);
        foreach (var (part, at) in VersionParts.Schemas(versions))
        {
            ValidateSchema(part as JsonObject, objectMeta, at, errors);
        }

        foreach (var (part, at) in VersionParts.Named(versions, "selectableFields"))
        {
            if (part is JsonArray fields && versions[0]["schema"]?["openAPIV3Schema"] is JsonObject schema)
            {
                VersionRules.ValidateSelectableFields(fields, SchemaReader.Read(schema), at, errors);
            }
        }

        return errors.Errors;
    }

    private static void ValidateSchema(JsonObject? json, Schema objectMeta, FieldPath path, ErrorList errors)
    {
        if (json is null)
        {
            errors.Required(path);
            return;
        }

        var found = new ErrorList();
        StructuralRules.Validate(json, path, found);
        KeywordRules.Validate(json, path, found);
        if (found.Errors.Count == 0)
        {
            var complete = CrdReader.ReadSchema(json, objectMeta);
            DefaultRules.Validate(complete, path, found);
            ExpressionRules.Validate(SchemaReader.Read(json), complete, path, found);
        }

        errors.AddRange(found);
    }
}
