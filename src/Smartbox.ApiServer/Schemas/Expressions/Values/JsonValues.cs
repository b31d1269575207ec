using System.Globalization;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Values;

/// <summary>JSON as values of expressions: a schema tells integers from doubles, and text from times and bytes.</summary>
internal static class JsonValues
{
    public static object? Convert(JsonNode? json, Schema? schema) => json switch
    {
        null => null,
        JsonObject map => new JsonMap(map, schema ?? Unknown),
        JsonArray list => new JsonList(list, schema ?? Unknown),
        _ when JsonScalars.IsText(json, out var text) => Text(text, schema),
        _ when JsonScalars.IsBoolean(json, out var boolean) => boolean ? CelValues.True : CelValues.False,
        _ when schema?.Type == "number" && JsonScalars.IsNumber(json, out var number) => number,
        _ when JsonScalars.IsInteger(json, out var integer) => integer,
        _ when schema?.Type == "integer" && JsonScalars.IsNumber(json, out var whole) => (long)whole,
        _ when JsonScalars.IsNumber(json, out var any) => any,
        _ => null,
    };

    private static Schema Unknown { get; } = new();

    private static object Text(string text, Schema? schema) => schema?.Format switch
    {
        "byte" when schema.Type == "string" => new CelBytes(System.Convert.FromBase64String(text)),
        "duration" when schema.Type == "string" => GoDuration.TryParseLoose(text, out var nanoseconds)
            ? new CelDuration(nanoseconds) : throw new CelException($"Invalid duration {text}"),
        "date" or "date-time" when schema.Type == "string" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime() : throw new CelException($"Invalid date formatted string {text}"),
        _ => text,
    };
}
