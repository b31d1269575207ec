using System.Text;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>Messages as objects: numbers of fields from the table, their types from the model's schema.</summary>
internal static class ProtobufMessages
{
    /// <param name="message">Encoded message.</param>
    /// <param name="schema">Schema of the object.</param>
    /// <param name="model">Name of the model, or of the struct that is taken in.</param>
    /// <param name="content">Receives the fields.</param>
    public static void Read(ReadOnlySpan<byte> message, Schema schema, string model, JsonObject content)
    {
        var fields = WireTable.Of(model);
        var reader = new WireReader(message);
        while (reader.Read())
        {
            if (!fields.TryGetValue(reader.Number, out var field)) continue;
            if (field.Zero == WireZero.Inline) Read(reader.Bytes, schema, field.Name, content);
            else if (schema.Properties.TryGetValue(field.Name, out var property)) Add(reader, field, property, content);
        }
    }

    private static void Add(WireReader reader, WireField field, Schema schema, JsonObject content)
    {
        switch (schema)
        {
            case { Type: "array", Items: { } items }:
                if (content[field.Name] is not JsonArray list) content[field.Name] = list = [];
                list.Add(Value(reader, items));
                break;
            case { AdditionalProperties: { } values }:
                if (content[field.Name] is not JsonObject map) content[field.Name] = map = [];
                AddEntry(reader.Bytes, values, map);
                break;
            default:
                if (field.Zero == WireZero.Absent && IsZero(reader, schema)) return;
                if (Value(reader, schema) is { } value) content[field.Name] = value;
                break;
        }
    }

    private static void AddEntry(ReadOnlySpan<byte> entry, Schema values, JsonObject map)
    {
        var key = "";
        // An entry without a value has the zero of its type.
        var value = ProtobufScalars.Zero(values);
        var reader = new WireReader(entry);
        while (reader.Read())
        {
            if (reader.Number == 1) key = Encoding.UTF8.GetString(reader.Bytes);
            else if (reader.Number == 2) value = Value(reader, values);
        }
        map[key] = value;
    }

    /// <summary>Structs are there even when they are empty, but for a time, which Go leaves out.</summary>
    private static bool IsZero(WireReader reader, Schema schema) => schema.Type switch
    {
        "object" => false,
        "string" => reader.Bytes.IsEmpty,
        _ => reader.Integer == 0 && reader.Bytes.IsEmpty,
    };

    private static JsonNode? Value(WireReader reader, Schema schema)
    {
        if (ModelSchemas.ModelOf(schema) is not { } model) return ProtobufScalars.Read(reader, schema);
        var content = new JsonObject();
        Read(reader.Bytes, schema, model, content);
        return content;
    }
}
