using System.Reflection;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Generator.Schemas;

/// <summary>Makes the CustomResourceDefinition of a resource type.</summary>
internal sealed class CrdBuilder(Documentation documentation)
{
    private readonly SchemaBuilder _schemas = new(documentation);

    /// <summary>The definitions of every resource type, by plural.</summary>
    public static IReadOnlyList<V1CustomResourceDefinition> BuildAll()
    {
        var assembly = typeof(Names).Assembly;
        var builder = new CrdBuilder(Documentation.Of(assembly));
        return
        [
            .. assembly.GetExportedTypes()
                .Where(t => t.IsDefined(typeof(CustomResourceAttribute)))
                .Select(builder.Build)
                .OrderBy(c => c.Spec.Names.Plural, StringComparer.Ordinal),
        ];
    }

    public V1CustomResourceDefinition Build(Type type)
    {
        var entity = type.GetCustomAttribute<KubernetesEntityAttribute>()!;
        var resource = type.GetCustomAttribute<CustomResourceAttribute>()!;
        return new V1CustomResourceDefinition
        {
            ApiVersion = "apiextensions.k8s.io/v1",
            Kind = V1CustomResourceDefinition.KubeKind,
            Metadata = new V1ObjectMeta
            {
                Name = $"{entity.PluralName}.{entity.Group}",
                Labels = new Dictionary<string, string> { [Labels.PartOf] = "smartbox" },
            },
            Spec = new V1CustomResourceDefinitionSpec
            {
                Group = entity.Group,
                Scope = resource.Scope.ToString(),
                Names = new V1CustomResourceDefinitionNames
                {
                    Kind = entity.Kind,
                    ListKind = entity.Kind + "List",
                    Plural = entity.PluralName,
                    Singular = entity.Kind.ToLowerInvariant(),
                    ShortNames = [resource.ShortName],
                    Categories = [CustomResourceAttribute.Category],
                },
                Versions = [Version(type, entity)],
            },
        };
    }

    private V1CustomResourceDefinitionVersion Version(Type type, KubernetesEntityAttribute entity) => new()
    {
        Name = entity.ApiVersion,
        Served = true,
        Storage = true,
        Schema = new V1CustomResourceValidation { OpenAPIV3Schema = Root(type) },
        Subresources = type.GetProperty("Status") is null ? null : new V1CustomResourceSubresources { Status = new object() },
        AdditionalPrinterColumns =
        [
            .. type.GetCustomAttributes<PrinterColumnAttribute>().Select(column => new V1CustomResourceColumnDefinition
            {
                Name = column.Name,
                Type = column.Type,
                JsonPath = column.Path,
                Priority = column.Wide ? 1 : null,
            }),
        ],
    };

    private V1JSONSchemaProps Root(Type type)
    {
        var properties = new Dictionary<string, V1JSONSchemaProps>
        {
            ["apiVersion"] = new() { Type = "string", Description = $"Version of the schema: {Names.ApiVersion}." },
            ["kind"] = new() { Type = "string", Description = "Kind of the object." },
            ["metadata"] = new() { Type = "object" },
        };
        foreach (var part in new[] { "Spec", "Status" })
        {
            if (type.GetProperty(part) is { } property)
            {
                properties[SchemaBuilder.Name(property)] = _schemas.Object(property.PropertyType, documentation.Summary(property.PropertyType));
            }
        }

        return new V1JSONSchemaProps
        {
            Description = documentation.Summary(type),
            Type = "object",
            Required = ["spec"],
            Properties = properties,
            XKubernetesValidations = SchemaBuilder.Rules(type.GetCustomAttributes<CelRuleAttribute>()),
        };
    }
}
