using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Tables;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>What versions of a definition declare beside their schema.</summary>
internal static class VersionRules
{
    private const string ColumnTypes = "must be one of boolean,date,integer,number,string";

    private static readonly string[] s_formats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public static void Validate(JsonObject spec, IReadOnlyList<JsonObject> versions, FieldPath path, ErrorList errors)
    {
        var names = versions.Select(version => Text(version["name"])).ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            NameRules.ValidateLabel(names[i], path.Child("versions").Index(i).Child("name"), errors);
        }

        var shown = $"[{string.Join(',', names)}]";
        if (names.Distinct().Count() != names.Count)
        {
            errors.Invalid(path.Child("versions"), shown, "must contain unique version names");
        }

        if (versions.Count(version => JsonScalars.IsBoolean(version["storage"], out var isStorage) && isStorage) != 1)
        {
            errors.Invalid(path.Child("versions"), shown, "must have exactly one version marked as storage version");
        }

        ValidateConversion(spec["conversion"] as JsonObject, path.Child("conversion"), errors);
        if (JsonScalars.IsBoolean(spec["preserveUnknownFields"], out var preserves) && preserves)
        {
            errors.Invalid(path.Child("preserveUnknownFields"), "true", "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }

        foreach (var (part, at) in VersionParts.Named(versions, "subresources"))
        {
            ValidateScale(part?["scale"] as JsonObject, at.Child("scale"), errors);
        }

        foreach (var (part, at) in VersionParts.Named(versions, "additionalPrinterColumns"))
        {
            ValidateColumns(part as JsonArray ?? [], at, errors);
        }
    }

    /// <summary>Whether fields that selectors may name are there, and scalars.</summary>
    public static void ValidateSelectableFields(JsonArray fields, Schema schema, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var jsonPath = Text(fields[i]?["jsonPath"]);
            var at = path.Index(i).Child("jsonPath");
            if (!SchemaPath.TryResolve(jsonPath, schema, out var found, out var problem))
            {
                errors.Invalid(at, GoText.Quote(jsonPath), $"is an invalid path: {problem}");
            }
            else if (found.Type is not ("string" or "boolean" or "integer"))
            {
                errors.Invalid(at, GoText.Quote(jsonPath), "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
            }
        }
    }

    private static void ValidateConversion(JsonObject? conversion, FieldPath path, ErrorList errors)
    {
        var strategy = Text(conversion?["strategy"]);
        if (strategy is not ("" or "None" or "Webhook"))
        {
            errors.Unsupported(path.Child("strategy"), strategy, ["None", "Webhook"]);
        }
        else if (strategy == "Webhook")
        {
            // A real server calls it; here nothing would answer the objects of other versions.
            errors.Unsupported(path.Child("strategy"), strategy, ["None"]);
        }
    }

    private static void ValidateScale(JsonObject? scale, FieldPath path, ErrorList errors)
    {
        if (scale is null)
        {
            return;
        }

        ValidateScalePath(scale, "specReplicasPath", ["spec"], isRequired: true, path, errors);
        ValidateScalePath(scale, "statusReplicasPath", ["status"], isRequired: true, path, errors);
        ValidateScalePath(scale, "labelSelectorPath", ["spec", "status"], isRequired: false, path, errors);
    }

    private static void ValidateScalePath(JsonObject scale, string field, string[] roots, bool isRequired, FieldPath path, ErrorList errors)
    {
        var value = Text(scale[field]);
        if (value.Length == 0)
        {
            if (isRequired)
            {
                errors.Required(path.Child(field));
            }
        }
        else if (!Array.Exists(roots, root => value.StartsWith($".{root}.", StringComparison.Ordinal)))
        {
            errors.Invalid(path.Child(field), GoText.Quote(value), roots.Length == 1 ? $"should be a json path under .{roots[0]}" : "should be a json path under either .spec or .status");
        }
    }

    private static void ValidateColumns(JsonArray columns, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i] as JsonObject ?? [];
            var at = path.Index(i);
            if (Text(column["name"]).Length == 0)
            {
                errors.Required(at.Child("name"));
            }

            var type = Text(column["type"]);
            if (type.Length == 0)
            {
                errors.Required(at.Child("type"), ColumnTypes);
            }
            else if (type is not ("boolean" or "date" or "integer" or "number" or "string"))
            {
                errors.Invalid(at.Child("type"), GoText.Quote(type), ColumnTypes);
            }

            var format = Text(column["format"]);
            if (format.Length > 0 && !s_formats.Contains(format))
            {
                errors.Invalid(at.Child("format"), GoText.Quote(format), $"must be one of {string.Join(',', s_formats)}");
            }

            ValidateColumnPath(Text(column["jsonPath"]), at.Child("JSONPath"), errors);
        }
    }

    private static void ValidateColumnPath(string jsonPath, FieldPath path, ErrorList errors)
    {
        if (jsonPath.Length == 0)
        {
            errors.Required(path);
        }
        else if (jsonPath[0] != '.')
        {
            errors.Invalid(path, GoText.Quote(jsonPath), "must be a simple json path starting with .");
        }
        else
        {
            try
            {
                ColumnPaths.Compile(jsonPath);
            }
            catch (FormatException e)
            {
                errors.Invalid(path, GoText.Quote(jsonPath), e.Message);
            }
        }
    }

    private static string Text(JsonNode? json) => JsonScalars.IsText(json, out var text) ? text : "";
}
