using System.Text.Json;
using System.Text.Json.Serialization;

namespace Smartbox.Kubernetes.Json;

/// <inheritdoc cref="TimeConverter"/>
internal sealed class OffsetTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => TimeConverter.Write(writer, value);
}
