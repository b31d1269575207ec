using System.Buffers;
using System.Text.Json;

namespace Smartbox.Store.Repositories;

/// <summary>The JSON of an index file, written and read without an object per blob.</summary>
internal static class IndexFile
{
    /// <summary>restic's bound.</summary>
    public const int MaximumBlobs = 50_000;

    public static byte[] Write(IEnumerable<StoredPack> packs)
    {
        var target = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(target))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("packs"u8);
            foreach (var pack in packs)
            {
                WritePack(writer, pack);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return target.WrittenSpan.ToArray();
    }

    /// <summary>Reads an index file.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static List<StoredPack> Parse(ReadOnlySpan<byte> json)
    {
        List<StoredPack> packs = [];
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (!reader.ValueTextEquals("packs"u8))
            {
                SkipValue(ref reader);
                continue;
            }

            if (!StartArray(ref reader))
            {
                continue;
            }

            while (NextElement(ref reader))
            {
                packs.Add(ParsePack(ref reader));
            }
        }

        return packs;
    }

    private static void WritePack(Utf8JsonWriter writer, StoredPack pack)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, pack.Id.ToString());
        writer.WriteStartArray("blobs"u8);
        foreach (var entry in pack.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, entry.Id.ToString());
            writer.WriteString("type"u8, entry.Type == BlobType.Tree ? "tree"u8 : "data"u8);
            writer.WriteNumber("offset"u8, entry.Offset);
            writer.WriteNumber("length"u8, entry.Length);
            if (entry.IsCompressed)
            {
                writer.WriteNumber("uncompressed_length"u8, entry.PlainLength);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static StoredPack ParsePack(ref Utf8JsonReader reader)
    {
        BlobId? id = null;
        List<PackEntry> entries = [];
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader);
            }
            else if (!reader.ValueTextEquals("blobs"u8))
            {
                SkipValue(ref reader);
            }
            else if (StartArray(ref reader))
            {
                while (NextElement(ref reader))
                {
                    entries.Add(ParseBlob(ref reader));
                }
            }
        }

        return new StoredPack(id ?? throw new JsonException("A pack has no id."), entries);
    }

    private static PackEntry ParseBlob(ref Utf8JsonReader reader)
    {
        BlobId? id = null;
        BlobType? type = null;
        uint offset = 0;
        uint length = 0;
        uint plainLength = 0;
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                id = ReadId(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.ValueTextEquals("tree"u8) ? BlobType.Tree
                    : reader.ValueTextEquals("data"u8) ? BlobType.Data
                    : throw new JsonException("A blob is of an unknown type.");
            }
            else if (reader.ValueTextEquals("offset"u8))
            {
                offset = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("length"u8))
            {
                length = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("uncompressed_length"u8))
            {
                plainLength = ReadNumber(ref reader);
            }
            else
            {
                SkipValue(ref reader);
            }
        }

        if (id is null || type is null || length < SealedBox.Overhead || length > BlobReader.MaximumBlob || plainLength > BlobReader.MaximumBlob
            || offset > uint.MaxValue - length)
        {
            throw new JsonException("A blob has no id or no type, or its place is impossible.");
        }

        return new PackEntry(type.Value, id.Value, offset, length, plainLength);
    }

    private static BlobId ReadId(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        Span<byte> digest = stackalloc byte[BlobId.Length];
        return Convert.FromHexString(reader.ValueSpan, digest, out _, out var written) == OperationStatus.Done && written == BlobId.Length
            ? new BlobId(digest)
            : throw new JsonException("An id is no SHA-256 in hex.");
    }

    private static uint ReadNumber(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.TryGetUInt32(out var number) ? number : throw new JsonException("A number is out of range.");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException($"{reader.TokenType} stands where {token} is expected.");
        }
    }

    /// <summary>Moves to the next property of the current object; false at its end.</summary>
    private static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves into an array; false when it is null.</summary>
    private static bool StartArray(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException($"{reader.TokenType} stands where an array is expected."),
        };
    }

    /// <summary>Moves to the next object of the current array; false at its end.</summary>
    private static bool NextElement(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.EndArray => false,
            _ => throw new JsonException($"{reader.TokenType} stands where an object is expected."),
        };
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
