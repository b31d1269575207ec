using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Requests.Objects;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Resources.Tables;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Answers;

/// <summary>Shows objects of one kind in the form that was asked for.</summary>
internal sealed class Renderer(ResourceType type, ObjectForm form, string? includeObject, TimeProvider clock)
{
    private const string MetaVersion = "meta.k8s.io/v1";

    private readonly ObjectView _view = new(type);

    /// <summary>One object.</summary>
    public ReadOnlyMemory<byte> Object(StoredObject stored) => form switch
    {
        ObjectForm.Table => ObjectView.Serialize(Table([stored], new JsonObject { ["resourceVersion"] = RevisionText(stored.Revision) })),
        ObjectForm.Metadata => MetadataOf(stored),
        ObjectForm.MetadataList => throw NotAcceptable($"you requested PartialObjectMetadataList, but the requested object is not a list ({type.Kind})"),
        _ => _view.Bytes(stored),
    };

    /// <summary>An object of a watch: metadata lists are watched as metadata.</summary>
    public ReadOnlyMemory<byte> Event(StoredObject stored) => form == ObjectForm.MetadataList ? MetadataOf(stored) : Object(stored);

    /// <summary>A page of a list.</summary>
    public ReadOnlyMemory<byte> List(IReadOnlyList<StoredObject> items, long revision, string? token, long? remaining)
    {
        var meta = new JsonObject { ["resourceVersion"] = RevisionText(revision) };
        if (token is not null)
        {
            meta["continue"] = token;
        }

        if (remaining is not null)
        {
            meta["remainingItemCount"] = remaining;
        }

        return form switch
        {
            ObjectForm.Table => ObjectView.Serialize(Table(items, meta)),
            ObjectForm.Metadata => throw NotAcceptable($"you requested PartialObjectMetadata, but the requested object is a list ({type.ListKindOrDefault})"),
            ObjectForm.MetadataList => Join("PartialObjectMetadataList", MetaVersion, meta, items, MetadataOf),
            _ => Join(type.ListKindOrDefault, type.ApiVersion, meta, items, _view.Bytes),
        };
    }

    /// <summary>An object that only says how far a watch has come.</summary>
    public ReadOnlyMemory<byte> Bookmark(long revision, bool endsInitialEvents)
    {
        var meta = new JsonObject { ["resourceVersion"] = RevisionText(revision) };
        if (form == ObjectForm.Table)
        {
            var table = Table([], meta);
            return ObjectView.Serialize(table);
        }

        if (endsInitialEvents)
        {
            meta["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var isWhole = form == ObjectForm.Whole;
        return ObjectView.Serialize(new JsonObject
        {
            ["kind"] = isWhole ? type.Kind : "PartialObjectMetadata",
            ["apiVersion"] = isWhole ? type.ApiVersion : MetaVersion,
            ["metadata"] = meta,
        });
    }

    /// <summary>The metadata of an object as it stands in its bytes.</summary>
    public static ReadOnlyMemory<byte> MetadataBytes(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isMetadata)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return "{}"u8.ToArray();
    }

    private static string RevisionText(long revision) => revision == 0 ? "" : revision.ToString();

    private static ApiException NotAcceptable(string message) => new(406, "NotAcceptable", message);

    private static ReadOnlyMemory<byte> MetadataOf(StoredObject stored)
    {
        var metadata = MetadataBytes(stored.Json);
        var start = "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8;
        var json = new byte[start.Length + metadata.Length + 1];
        start.CopyTo(json);
        metadata.Span.CopyTo(json.AsSpan(start.Length));
        json[^1] = (byte)'}';
        return json;
    }

    private static ReadOnlyMemory<byte> Join(
        string kind, string apiVersion, JsonObject meta, IReadOnlyList<StoredObject> items, Func<StoredObject, ReadOnlyMemory<byte>> bytes)
    {
        var size = items.Sum(item => (long)item.Json.Length + 1);
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(size + 512, 512, Array.MaxLength));
        buffer.Write(Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{meta.ToJsonString()},\"items\":["));
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            buffer.Write(bytes(items[i]).Span);
        }

        buffer.Write("]}"u8);
        return buffer.WrittenMemory;
    }

    private JsonObject Table(IReadOnlyList<StoredObject> items, JsonObject meta)
    {
        var table = Tables.Render(type, items.Select(_view.Json), includeObject, clock.GetUtcNow());
        table["metadata"] = meta;
        return table;
    }
}
