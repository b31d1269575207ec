using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>Scalars that have one form in the store, whatever they were given as.</summary>
internal static class ModelScalars
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string MicroTimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n");

    /// <summary>Fields of type MicroTime, which OpenAPI and KubernetesClient do not tell from Time.</summary>
    private static readonly FrozenSet<string> MicroTimes = FrozenSet.Create("acquireTime", "renewTime", "eventTime", "lastObservedTime");

    /// <returns>The canonical form; null when the value has it already, or has none.</returns>
    /// <exception cref="FormatException">When it is no quantity, time or base64, in the decoder's words.</exception>
    public static JsonValue? Rewrite(JsonNode value, Schema schema, string name) => schema.Format switch
    {
        ModelSchemas.QuantityFormat => RewriteQuantity(value),
        "date-time" => RewriteTime(value.GetValue<string>(), MicroTimes.Contains(name) ? MicroTimeFormat : TimeFormat),
        "byte" => CheckBytes(value.GetValue<string>()),
        _ => null,
    };

    private static JsonValue? RewriteQuantity(JsonNode value)
    {
        var isText = value.GetValueKind() == JsonValueKind.String;
        var given = isText ? value.GetValue<string>() : value.ToJsonString();
        if (!Quantity.TryParse(given, out var quantity))
            throw new FormatException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        var text = quantity.ToString();
        return isText && text == given ? null : JsonValue.Create(text);
    }

    private static JsonValue? RewriteTime(string given, string format)
    {
        if (!DateTimeOffset.TryParseExact(given, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            throw new FormatException($"parsing time \"{given}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{given}\" as \"2006\"");
        var text = time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
        return text == given ? null : JsonValue.Create(text);
    }

    private static JsonValue? CheckBytes(string given)
    {
        if (Base64.IsValid(given)) return null;
        var wrong = given.AsSpan().IndexOfAnyExcept(Base64Characters);
        throw new FormatException($"illegal base64 data at input byte {(wrong < 0 ? given.Length - given.Length % 4 : wrong)}");
    }
}
