using System.Text.Json;
using System.Text.Json.Serialization;

namespace Smartbox.Kubernetes.Json;

/// <summary>metav1.MicroTime: UTC, always six digits.</summary>
internal sealed class MicroTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        TimeConverter.Write(writer, value.ToUniversalTime(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
}
