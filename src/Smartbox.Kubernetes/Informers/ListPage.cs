using System.Text.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>One page of a list, its items not decoded yet.</summary>
/// <param name="Version">The resource version to watch from; the same on each page.</param>
/// <param name="Continue">Names the next page; null on the last one.</param>
/// <param name="Items">Where the objects lie in the page.</param>
internal sealed record ListPage(ulong Version, string? Continue, IReadOnlyList<ObjectHeader> Items)
{
    /// <exception cref="JsonException">This is no list, or only a part of one.</exception>
    public static ListPage Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        var items = new List<ObjectHeader>();
        ulong version = 0;
        string? next = null;

        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                ReadMetadata(ref reader, ref version, ref next);
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                ReadItems(ref reader, items);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return version == 0 ? throw new JsonException("The list has no resource version.") : new ListPage(version, next, items);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref ulong version, ref string? next)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                version = ResourceVersion.Parse(reader.GetString());
            }
            else if (reader.ValueTextEquals("continue"u8))
            {
                reader.Read();
                next = reader.GetString() is { Length: > 0 } token ? token : null;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void ReadItems(ref Utf8JsonReader reader, List<ObjectHeader> items)
    {
        // Go writes an empty list as null in places.
        while (reader.TokenType != JsonTokenType.Null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ObjectHeader.Read(ref reader));
        }
    }
}
