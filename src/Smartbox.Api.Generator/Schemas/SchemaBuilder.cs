using System.Reflection;
using System.Text.Json;
using k8s.Models;
using Smartbox.Api.Schema;

namespace Smartbox.Api.Generator.Schemas;

/// <summary>Makes the structural schema of a resource type from its properties, their attributes and their documentation.</summary>
internal sealed class SchemaBuilder(Documentation documentation)
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>Schema of an object of the type.</summary>
    public V1JSONSchemaProps Object(Type type, string description)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var required = properties.Where(IsRequired).Select(Name).ToList();
        return new V1JSONSchemaProps
        {
            Description = description,
            Type = "object",
            Required = required.Count > 0 ? required : null,
            Properties = properties.ToDictionary(Name, Property),
            XKubernetesValidations = Rules(type.GetCustomAttributes<CelRuleAttribute>()),
        };
    }

    /// <summary>Rules as the API server takes them; null without any.</summary>
    public static IList<V1ValidationRule>? Rules(IEnumerable<CelRuleAttribute> rules)
    {
        var list = rules
            .Select(r => new V1ValidationRule { Rule = r.Rule, Message = r.Message, FieldPath = r.FieldPath })
            .ToList();
        return list.Count > 0 ? list : null;
    }

    public static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private bool IsRequired(PropertyInfo property) => _nullability.Create(property).ReadState == NullabilityState.NotNull;

    private V1JSONSchemaProps Property(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var schema = type.IsGenericType ? Collection(property, type) : Value(property, type);
        schema.Description = Describe(property, type);
        schema.DefaultProperty = property.GetCustomAttribute<DefaultAttribute>()?.Value;
        schema.XKubernetesValidations = Merge(schema.XKubernetesValidations, Rules(property.GetCustomAttributes<CelRuleAttribute>()));
        return schema;
    }

    private string Describe(PropertyInfo property, Type type)
    {
        var values = type.IsEnum ? EnumFields(type).Select(f => $"{f.Name}: {documentation.Summary(f)}.") : [];
        string[] value = documentation.Value(property) is { } text ? [text] : [];
        return string.Join(' ', [documentation.Summary(property), .. values, .. value]);
    }

    private V1JSONSchemaProps Collection(PropertyInfo property, Type type)
    {
        var arguments = type.GetGenericArguments();
        var collection = property.GetCustomAttribute<CollectionAttribute>()
            ?? throw new GeneratorException($"{Path(property)} needs ListMap, ListSet, ListAtomic or Map: everything is bounded.");
        var items = Value(property, arguments[^1]);
        if (arguments.Length == 2)
        {
            return new V1JSONSchemaProps
            {
                Type = "object",
                AdditionalProperties = items,
                MaxProperties = collection.Maximum,
                MinProperties = Positive(collection.Minimum),
            };
        }

        return new V1JSONSchemaProps
        {
            Type = "array",
            Items = items,
            MaxItems = collection.Maximum,
            MinItems = Positive(collection.Minimum),
            XKubernetesListType = collection switch
            {
                ListMapAttribute => "map",
                ListSetAttribute => "set",
                ListAtomicAttribute => "atomic",
                _ => throw new GeneratorException($"{Path(property)} is a list, but described as a map."),
            },
            XKubernetesListMapKeys = collection is ListMapAttribute map ? [map.Key] : null,
        };
    }

    private V1JSONSchemaProps Value(PropertyInfo property, Type type)
    {
        if (ForeignSchemas.Find(type) is { } foreign)
        {
            return foreign;
        }

        if (type.IsEnum)
        {
            return new V1JSONSchemaProps { Type = "string", EnumProperty = [.. EnumFields(type).Select(f => f.Name)] };
        }

        var bounds = property.GetCustomAttribute<BoundsAttribute>();
        return type switch
        {
            _ when type == typeof(string) => String(property),
            _ when type == typeof(bool) => new V1JSONSchemaProps { Type = "boolean" },
            _ when type == typeof(int) => Integer("int32", bounds),
            _ when type == typeof(long) => Integer("int64", bounds),
            _ when type == typeof(DateTime) => new V1JSONSchemaProps { Type = "string", Format = "date-time" },
            _ when type.IsClass && type.Assembly == typeof(Names).Assembly => Object(type, documentation.Summary(type)),
            _ => throw new GeneratorException($"{Path(property)} has the type {type}, for which there is no schema."),
        };
    }

    private static V1JSONSchemaProps String(PropertyInfo property)
    {
        var text = property.GetCustomAttribute<StringAttribute>()
            ?? throw new GeneratorException($"{Path(property)} needs Text or another string attribute: everything is bounded.");
        return text.Values is { } values
            ? new V1JSONSchemaProps { Type = "string", EnumProperty = [.. values] }
            : new V1JSONSchemaProps
            {
                Type = "string",
                MinLength = Positive(text.MinLength),
                MaxLength = text.MaxLength,
                Pattern = text.Pattern,
                XKubernetesValidations = Rules(text.Rule is { } rule ? [rule] : []),
            };
    }

    // The bounds of the type itself are in its format.
    private static V1JSONSchemaProps Integer(string format, BoundsAttribute? bounds) => new()
    {
        Type = "integer",
        Format = format,
        Minimum = bounds?.Minimum,
        Maximum = bounds?.Maximum is int.MaxValue or long.MaxValue ? null : bounds?.Maximum,
    };

    private static IList<V1ValidationRule>? Merge(IList<V1ValidationRule>? first, IList<V1ValidationRule>? second) =>
        first is null || second is null ? first ?? second : [.. first, .. second];

    private static FieldInfo[] EnumFields(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static);

    private static long? Positive(int value) => value > 0 ? value : null;

    private static string Path(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";
}
