using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Models;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>Values that are one in JSON; some are messages in protobuf.</summary>
internal static class ProtobufScalars
{
    /// <returns>The value; null for a time that is not set.</returns>
    public static JsonNode? Read(WireReader reader, Schema schema) => schema switch
    {
        { Format: ModelSchemas.QuantityFormat } => Text(reader.Bytes, number: 1),
        { IsIntOrString: true } => IntOrString(reader.Bytes),
        { Format: "date-time" } => Time(reader.Bytes),
        { Format: "byte" } => JsonValue.Create(Convert.ToBase64String(reader.Bytes)),
        { Type: "string" } => JsonValue.Create(Encoding.UTF8.GetString(reader.Bytes)),
        { Type: "boolean" } => JsonValue.Create(reader.Integer != 0),
        { Type: "integer" } => JsonValue.Create(reader.Integer),
        { Type: "number" } => JsonValue.Create(BitConverter.Int64BitsToDouble(reader.Integer)),
        // What has no schema is JSON inside a message, as managed fields are.
        _ => Raw(reader.Bytes),
    };

    public static JsonNode Zero(Schema schema) => schema.Type switch
    {
        "integer" => JsonValue.Create(0),
        "boolean" => JsonValue.Create(false),
        "object" => new JsonObject(),
        "array" => new JsonArray(),
        _ => schema.Format == ModelSchemas.QuantityFormat ? JsonValue.Create("0") : JsonValue.Create(""),
    };

    private static JsonValue Text(ReadOnlySpan<byte> message, int number)
    {
        var reader = new WireReader(message);
        var text = "";
        while (reader.Read())
            if (reader.Number == number) text = Encoding.UTF8.GetString(reader.Bytes);
        return JsonValue.Create(text);
    }

    private static JsonValue IntOrString(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        var (isText, number, text) = (false, 0L, "");
        while (reader.Read())
        {
            if (reader.Number == 1) isText = reader.Integer == 1;
            else if (reader.Number == 2) number = reader.Integer;
            else if (reader.Number == 3) text = Encoding.UTF8.GetString(reader.Bytes);
        }
        return isText ? JsonValue.Create(text) : JsonValue.Create(number);
    }

    private static JsonValue? Time(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty) return null;
        var reader = new WireReader(message);
        var (seconds, nanos) = (0L, 0L);
        while (reader.Read())
        {
            if (reader.Number == 1) seconds = reader.Integer;
            else if (reader.Number == 2) nanos = reader.Integer;
        }
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        return JsonValue.Create(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
    }

    private static JsonNode? Raw(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        JsonNode? json = null;
        while (reader.Read())
            if (reader.Number == 1) json = JsonNode.Parse(reader.Bytes);
        return json;
    }
}
