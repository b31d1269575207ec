using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Requests.Objects;

/// <summary>Shows stored objects in the version that is asked for: nearly always the one that they are stored in, and then as the stored bytes.</summary>
internal sealed class ObjectView(ResourceType type)
{
    private readonly byte[] _start = Encoding.UTF8.GetBytes($"{{\"apiVersion\":\"{type.ApiVersion}\",");

    public ResourceType Type => type;

    public ReadOnlyMemory<byte> Bytes(StoredObject stored) => IsAsStored(stored) ? stored.Json : Serialize(Convert(stored));

    /// <returns>A copy that the caller may change.</returns>
    public JsonObject Json(StoredObject stored) => IsAsStored(stored) ? stored.ToJson() : Convert(stored);

    /// <summary>Makes the form in which an object is stored.</summary>
    public JsonObject ToStored(JsonObject value) => type.Stored is { } view ? view.ToStored(value) : value;

    public static byte[] Serialize(JsonNode value) => JsonSerializer.SerializeToUtf8Bytes(value, JsonText.Options);

    private bool IsAsStored(StoredObject stored) => type.Stored is null && (!type.IsCustom || stored.Json.Span.StartsWith(_start));

    private JsonObject Convert(StoredObject stored)
    {
        var value = stored.ToJson();
        if (type.Stored is { } view)
        {
            return view.FromStored(value);
        }

        // Versions of one custom kind differ in name only: there is no conversion but "None" here.
        value["apiVersion"] = type.ApiVersion;
        return value;
    }
}
