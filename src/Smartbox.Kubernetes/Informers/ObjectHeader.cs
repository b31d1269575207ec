using System.Text.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>What is read of an object first, so that one whose body cannot be decoded is still known by name and version.</summary>
/// <param name="Key">Namespace and name; the name is empty for a bookmark.</param>
/// <param name="Version">Resource version; 0 when there is none.</param>
/// <param name="Body">Where the object lies in the buffer.</param>
internal readonly record struct ObjectHeader(EntityKey Key, ulong Version, Range Body)
{
    /// <summary>Reads the object that begins at the reader's token, and moves to its end.</summary>
    public static ObjectHeader Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected, not {reader.TokenType}.");
        }

        var start = (int)reader.TokenStartIndex;
        string? ns = null;
        string? name = null;
        ulong version = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMetadata(ref reader, ref ns, ref name, ref version);
            }
            else
            {
                reader.Skip();
            }
        }

        return new ObjectHeader(new EntityKey(ns, name ?? ""), version, start..(int)reader.BytesConsumed);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref string? ns, ref string? name, ref ulong version)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = reader.GetString();
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                reader.Read();
                ns = reader.GetString();
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                version = ResourceVersion.Parse(reader.GetString());
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }
}
