using System.Text.Json;
using System.Text.Json.Serialization;

namespace Smartbox.Kubernetes.Json;

/// <inheritdoc cref="MicroTimeConverter"/>
internal sealed class NullableMicroTimeConverter : JsonConverter<DateTime?>
{
    private readonly MicroTimeConverter _inner = new();

    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : _inner.Read(ref reader, typeof(DateTime), options);

    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            _inner.Write(writer, time, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
