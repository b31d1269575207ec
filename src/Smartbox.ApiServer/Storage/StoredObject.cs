using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Storage;

/// <summary>One version of an object. Immutable, and shared by everyone who reads it.</summary>
internal sealed class StoredObject(ObjectKey key, long revision, ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, string> labels)
{
    public ObjectKey Key => key;

    /// <summary>The revision that wrote this version; <c>metadata.resourceVersion</c> is the same number.</summary>
    public long Revision => revision;

    /// <summary>The object as UTF-8 JSON, its resourceVersion included: sent to clients as it is.</summary>
    public ReadOnlyMemory<byte> Json => json;

    public IReadOnlyDictionary<string, string> Labels => labels;

    /// <returns>A copy that the caller may change.</returns>
    public JsonObject ToJson() => JsonNode.Parse(json.Span)!.AsObject();
}
