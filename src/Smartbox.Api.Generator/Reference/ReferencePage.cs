using System.Globalization;
using System.Text;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Generator.Reference;

/// <summary>All fields of all kinds on one Markdown page.</summary>
internal static class ReferencePage
{
    public static string Render(IEnumerable<V1CustomResourceDefinition> crds)
    {
        var page = new StringBuilder();
        page.Append("<!-- Generated from src/Smartbox.Api by `make manifests`. Change the C# types, not this file. -->\n\n");
        page.Append("# Reference of the custom resources\n\n");
        page.Append(CultureInfo.InvariantCulture, $"All are of `{Names.ApiVersion}`. Fields in **bold** are required. `kubectl explain smartbox.spec` shows the same in a terminal, `kubectl get {CustomResourceAttribute.Category}` the objects of all kinds.\n");
        foreach (var crd in crds)
        {
            Kind(page, crd);
        }

        return page.ToString();
    }

    private static void Kind(StringBuilder page, V1CustomResourceDefinition crd)
    {
        var names = crd.Spec.Names;
        var root = crd.Spec.Versions[0].Schema.OpenAPIV3Schema;
        page.Append(CultureInfo.InvariantCulture, $"\n## {names.Kind}\n\n{root.Description}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{(crd.Spec.Scope == "Cluster" ? "One for the cluster" : "In a namespace")}; `kubectl get {names.Plural}`, short `{names.ShortNames[0]}`.\n");
        foreach (var rule in root.XKubernetesValidations ?? [])
        {
            page.Append(CultureInfo.InvariantCulture, $"\n{Rule(rule)}\n");
        }

        page.Append("\n| field | type | meaning |\n|---|---|---|\n");
        foreach (var part in new[] { "spec", "status" })
        {
            if (root.Properties.TryGetValue(part, out var schema))
            {
                Row(page, part, schema, root.Required?.Contains(part) == true);
            }
        }
    }

    private static void Row(StringBuilder page, string path, V1JSONSchemaProps schema, bool required)
    {
        var name = required ? $"**`{path}`**" : $"`{path}`";
        page.Append(CultureInfo.InvariantCulture, $"| {name} | {Escape(FieldType.Of(schema))} | {Escape(Meaning(schema))} |\n");
        var inner = schema.Items as V1JSONSchemaProps ?? schema;
        foreach (var (child, value) in inner.Properties ?? new Dictionary<string, V1JSONSchemaProps>())
        {
            Row(page, $"{path}{(schema.Items is null ? "" : "[]")}.{child}", value, inner.Required?.Contains(child) == true);
        }
    }

    private static string Meaning(V1JSONSchemaProps schema)
    {
        var inner = schema.Items as V1JSONSchemaProps ?? schema.AdditionalProperties as V1JSONSchemaProps;
        var rules = (schema.XKubernetesValidations ?? []).Concat(inner?.XKubernetesValidations ?? []).Select(Rule);
        var value = schema.DefaultProperty is { } text ? [$"Default: `{text}`."] : Array.Empty<string>();
        return string.Join(' ', [schema.Description, .. value, .. rules]);
    }

    private static string Rule(V1ValidationRule rule) => $"Rule: {rule.Message}.";

    private static string Escape(string text) => text.Replace("|", "\\|").Replace("*", "\\*");
}
