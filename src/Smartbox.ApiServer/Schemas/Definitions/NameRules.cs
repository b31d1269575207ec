using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Smartbox.ApiServer.Schemas.Text;
using Smartbox.ApiServer.Schemas.Validation;

namespace Smartbox.ApiServer.Schemas.Definitions;

/// <summary>Names, group and scope of a definition.</summary>
internal static partial class NameRules
{
    private const string LabelRule = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an "
        + "alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private static readonly string[] s_kinds = ["kind", "listKind"];

    public static void Validate(JsonObject metadata, JsonObject spec, FieldPath path, ErrorList errors)
    {
        var names = spec["names"] as JsonObject ?? [];
        var group = Text(spec["group"]);
        var name = Text(metadata["name"]);
        if (name != $"{Text(names["plural"])}.{group}")
        {
            errors.Invalid(FieldPath.Root.Child("metadata").Child("name"), GoText.Quote(name), "must be spec.names.plural+\".\"+spec.group");
        }

        ValidateGroup(group, path.Child("group"), errors);
        ValidateScope(spec["scope"], path.Child("scope"), errors);
        ValidateNames(names, path.Child("names"), errors);
    }

    /// <summary>Whether text is a label, and the message when not.</summary>
    public static void ValidateLabel(string text, FieldPath path, ErrorList errors)
    {
        if (text.Length == 0)
        {
            errors.Required(path);
        }
        else if (text.Length > 63)
        {
            errors.Invalid(path, GoText.Quote(text), "must be no more than 63 bytes");
        }
        else if (!Label().IsMatch(text))
        {
            errors.Invalid(path, GoText.Quote(text), LabelRule);
        }
    }

    private static void ValidateGroup(string group, FieldPath path, ErrorList errors)
    {
        if (group.Length == 0)
        {
            errors.Required(path);
        }
        else if (!group.Contains('.', StringComparison.Ordinal))
        {
            errors.Invalid(path, GoText.Quote(group), "should be a domain with at least one dot");
        }
        else if (group.Length > 253 || !Domain().IsMatch(group))
        {
            errors.Invalid(path, GoText.Quote(group), "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an "
                + "alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        }
    }

    private static void ValidateScope(JsonNode? scope, FieldPath path, ErrorList errors)
    {
        if (Text(scope).Length == 0)
        {
            errors.Required(path);
        }
        else if (Text(scope) is not ("Cluster" or "Namespaced"))
        {
            errors.Unsupported(path, scope, ["Cluster", "Namespaced"]);
        }
    }

    private static void ValidateNames(JsonObject names, FieldPath path, ErrorList errors)
    {
        ValidateLabel(Text(names["plural"]), path.Child("plural"), errors);
        var kind = Text(names["kind"]);
        if (names.ContainsKey("singular"))
        {
            ValidateLabel(Text(names["singular"]), path.Child("singular"), errors);
        }

        if (kind.Length == 0)
        {
            errors.Required(path.Child("kind"));
        }

        foreach (var field in s_kinds.Where(field => Text(names[field]).Length > 0 && !Label().IsMatch(Text(names[field]).ToLowerInvariant())))
        {
            errors.Invalid(path.Child(field), GoText.Quote(Text(names[field])), $"may have mixed case, but should otherwise match: {LabelRule}");
        }

        if (kind.Length > 0 && Text(names["listKind"]) == kind)
        {
            errors.Invalid(path.Child("listKind"), GoText.Quote(kind), "kind and listKind may not be the same");
        }

        foreach (var field in new[] { "shortNames", "categories" })
        {
            var list = names[field] as JsonArray ?? [];
            for (var i = 0; i < list.Count; i++)
            {
                ValidateLabel(Text(list[i]), path.Child(field).Index(i), errors);
            }
        }
    }

    private static string Text(JsonNode? json) => JsonScalars.IsText(json, out var text) ? text : "";

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Domain();
}
