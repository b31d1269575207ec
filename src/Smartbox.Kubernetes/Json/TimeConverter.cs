using System.Text.Json;
using System.Text.Json.Serialization;

namespace Smartbox.Kubernetes.Json;

/// <summary>metav1.Time: UTC, whole seconds. KubernetesClient writes microseconds, which the API server drops, so that what was written never equals what is read.</summary>
internal sealed class TimeConverter : JsonConverter<DateTime>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => Write(writer, value.ToUniversalTime(), Format);

    /// <summary>Formats without a string.</summary>
    internal static void Write(Utf8JsonWriter writer, DateTime utc, string format)
    {
        Span<byte> text = stackalloc byte[40];
        utc.TryFormat(text, out var length, format);
        writer.WriteStringValue(text[..length]);
    }

    /// <summary>See <see cref="Write(Utf8JsonWriter,DateTime,JsonSerializerOptions)"/>.</summary>
    internal static void Write(Utf8JsonWriter writer, DateTimeOffset value) => Write(writer, value.UtcDateTime, Format);
}
