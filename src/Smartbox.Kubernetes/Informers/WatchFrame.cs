using System.Text.Json;

namespace Smartbox.Kubernetes.Informers;

/// <summary>One line of a watch, its object not decoded yet.</summary>
internal readonly record struct WatchFrame(WatchFrameType Type, ObjectHeader Object)
{
    /// <exception cref="JsonException">The line is no JSON; nothing after it on this stream can be trusted.</exception>
    public static WatchFrame Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var type = WatchFrameType.Unknown;
        ObjectHeader header = default;

        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = TypeOf(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                header = ObjectHeader.Read(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new WatchFrame(type, header);
    }

    private static WatchFrameType TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("MODIFIED"u8) ? WatchFrameType.Modified
        : reader.ValueTextEquals("ADDED"u8) ? WatchFrameType.Added
        : reader.ValueTextEquals("DELETED"u8) ? WatchFrameType.Deleted
        : reader.ValueTextEquals("BOOKMARK"u8) ? WatchFrameType.Bookmark
        : reader.ValueTextEquals("ERROR"u8) ? WatchFrameType.Error
        : WatchFrameType.Unknown;
}
