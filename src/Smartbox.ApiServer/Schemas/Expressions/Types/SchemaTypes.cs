namespace Smartbox.ApiServer.Schemas.Expressions.Types;

/// <summary>Types of what schemas describe.</summary>
internal static class SchemaTypes
{
    // What expressions see of metadata.
    private static readonly ObjectType s_metadata = new("objectMeta", new Dictionary<string, ObjectField>
    {
        ["name"] = new("name", CelType.String),
        ["generateName"] = new("generateName", CelType.String),
    });

    /// <summary>The type of a schema; null when expressions cannot see its values.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">Name of an object's type.</param>
    /// <param name="isResource">Whether it is a whole resource: then metadata is seen, in part.</param>
    public static CelType? Of(Schema schema, string name, bool isResource) => schema switch
    {
        { IsIntOrString: true } => CelType.Dyn,
        { Type: "array", Items: { } items } => Of(items, name + ".@idx", items.IsEmbeddedResource) is { } item ? CelType.ListOf(item) : null,
        { Type: "object", AdditionalProperties: { } values } => Of(values, name + ".@elem", values.IsEmbeddedResource) is { } value ? CelType.MapOf(CelType.String, value) : null,
        { Type: "object" } => new ObjectType(name, Fields(schema, name, isResource || schema.IsEmbeddedResource)),
        { Type: "boolean" } => CelType.Bool,
        { Type: "number" } => CelType.Double,
        { Type: "integer" } => CelType.Int,
        { Type: "string" } => schema.Format switch
        {
            "byte" => CelType.Bytes,
            "duration" => CelType.Duration,
            "date" or "date-time" => CelType.Timestamp,
            _ => CelType.String,
        },
        _ => null,
    };

    private static Dictionary<string, ObjectField> Fields(Schema schema, string name, bool isResource)
    {
        var fields = new Dictionary<string, ObjectField>();
        foreach (var (property, child) in schema.Properties)
        {
            var type = isResource && property == "metadata" ? s_metadata : Of(child, $"{name}.{property}", child.IsEmbeddedResource);
            if (type is not null && FieldNames.Escape(property) is { } escaped)
            {
                fields[escaped] = new ObjectField(property, type);
            }
        }

        return fields;
    }
}
