using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Storage;

/// <summary>
/// An object as UTF-8 JSON with a hole where its resourceVersion goes: callers serialise side by side, and the one writer, which knows the revision, only
/// copies bytes.
/// </summary>
internal sealed class ObjectContent
{
    private const int LongestRevision = 20;

    private static readonly FrozenDictionary<string, string> _noLabels = FrozenDictionary<string, string>.Empty;

    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ReadOnlyMemory<byte> _before;
    private readonly ReadOnlyMemory<byte> _after;

    private ObjectContent(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after, IReadOnlyDictionary<string, string> labels)
    {
        _before = before;
        _after = after;
        Labels = labels;
    }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Serialises an object; the resourceVersion that it has is left out.</summary>
    public static ObjectContent From(JsonObject content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, _writing);
        var hole = -1L;
        var metadata = content["metadata"] as JsonObject;
        writer.WriteStartObject();
        foreach (var (name, value) in content)
        {
            writer.WritePropertyName(name);
            if (name == "metadata")
                hole = WriteMetadata(writer, metadata);
            else
                WriteValue(writer, value);
        }

        if (hole < 0)
        {
            writer.WritePropertyName("metadata");
            hole = WriteMetadata(writer, null);
        }

        writer.WriteEndObject();
        writer.Flush();
        var json = buffer.WrittenMemory;
        return new(json[..(int)hole], json[(int)hole..], LabelsOf(metadata));
    }

    /// <summary>Takes stored JSON apart.</summary>
    /// <exception cref="JsonException">It is not an object with a resourceVersion.</exception>
    public static ObjectContent From(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        IReadOnlyDictionary<string, string> labels = _noLabels;
        var (start, length) = (-1, 0);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (!isMetadata)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isRevision, isLabels) = (reader.ValueTextEquals("resourceVersion"u8), reader.ValueTextEquals("labels"u8));
                reader.Read();
                if (isRevision)
                    (start, length) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                else if (isLabels && reader.TokenType == JsonTokenType.StartObject)
                    labels = ReadLabels(ref reader);
                else
                    reader.Skip();
            }
        }

        return start < 0
            ? throw new JsonException("The object has no resourceVersion.")
            : new(json[..start], json[(start + length)..], labels);
    }

    public StoredObject At(ObjectKey key, long revision) => new(key, revision, Filled(revision), Labels);

    /// <summary>Whether these are the same values, whatever the order of fields and the resourceVersion.</summary>
    public bool SameAs(StoredObject stored)
    {
        var other = From(stored.Json);

        // Both were written by the same serialiser: what is equal has equal length, in whatever order. So most changes are told by their length alone.
        if (_before.Length + _after.Length != other._before.Length + other._after.Length)
            return false;
        if (_before.Span.SequenceEqual(other._before.Span) && _after.Span.SequenceEqual(other._after.Span))
            return true;
        using var mine = JsonDocument.Parse(Filled(stored.Revision));
        using var theirs = JsonDocument.Parse(stored.Json);
        return JsonElement.DeepEquals(mine.RootElement, theirs.RootElement);
    }

    private byte[] Filled(long revision)
    {
        Span<byte> digits = stackalloc byte[LongestRevision];
        Utf8Formatter.TryFormat(revision, digits, out var count);
        var json = new byte[_before.Length + count + _after.Length];
        _before.Span.CopyTo(json);
        digits[..count].CopyTo(json.AsSpan(_before.Length));
        _after.Span.CopyTo(json.AsSpan(_before.Length + count));
        return json;
    }

    /// <returns>Where the revision's digits go.</returns>
    private static long WriteMetadata(Utf8JsonWriter writer, JsonObject? metadata)
    {
        var hole = -1L;
        writer.WriteStartObject();
        foreach (var (name, value) in metadata ?? [])
        {
            if (name == "resourceVersion")
            {
                hole = WriteHole(writer);
                continue;
            }

            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        if (hole < 0)
            hole = WriteHole(writer);
        writer.WriteEndObject();
        return hole;
    }

    private static long WriteHole(Utf8JsonWriter writer)
    {
        writer.WriteString("resourceVersion"u8, ""u8);
        return writer.BytesCommitted + writer.BytesPending - 1;
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null)
            writer.WriteNullValue();
        else
            value.WriteTo(writer);
    }

    private static IReadOnlyDictionary<string, string> LabelsOf(JsonObject? metadata)
    {
        if (metadata?["labels"] is not JsonObject { Count: > 0 } labels)
            return _noLabels;
        var result = new Dictionary<string, string>(labels.Count);
        foreach (var (name, value) in labels)
            result[name] = value?.GetValue<string>() ?? "";
        return result;
    }

    private static Dictionary<string, string> ReadLabels(ref Utf8JsonReader reader)
    {
        var labels = new Dictionary<string, string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            labels[name] = reader.GetString() ?? "";
        }

        return labels;
    }

}
