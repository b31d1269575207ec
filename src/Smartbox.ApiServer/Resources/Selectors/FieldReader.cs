using System.Text.Json;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Selectors;

/// <summary>Reads one scalar of an object's JSON without parsing the rest: watches by field pass every change through here.</summary>
internal sealed class FieldReader
{
    private readonly string[] names;
    private readonly string absent;

    /// <param name="path">Names with dots between.</param>
    /// <param name="schema">Schema of the object, which tells what an absent value is: false for a boolean, else empty, as Go's zero.</param>
    public FieldReader(string path, Schema schema)
    {
        names = path.Split('.');
        foreach (var name in names) schema = schema.Properties.GetValueOrDefault(name) ?? new Schema();
        absent = schema.Type == "boolean" ? "false" : "";
    }

    public string Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        foreach (var name in names)
            if (!Enter(ref reader, name)) return absent;
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => absent,
        };
    }

    private static bool Enter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(name);
            reader.Read();
            if (isWanted) return true;
            reader.Skip();
        }
        return false;
    }
}
