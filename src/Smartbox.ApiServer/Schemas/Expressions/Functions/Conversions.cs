using System.Globalization;
using System.Net;
using System.Text;
using Smartbox.ApiServer.Schemas.Expressions.Types;
using Smartbox.ApiServer.Schemas.Expressions.Values;
using Smartbox.ApiServer.Schemas.Text;

namespace Smartbox.ApiServer.Schemas.Expressions.Functions;

/// <summary>Conversions between types.</summary>
internal static class Conversions
{
    public static IEnumerable<Overload> All =>
    [
        Function.Global("int", (long value) => value),
        Function.Global("int", (ulong value) => value <= long.MaxValue ? (long)value : throw new CelException("integer overflow")),
        Function.Global("int", (double value) => value is > -9.3e18 and < 9.2233720368547758e18 ? (long)value : throw new CelException("integer overflow")),
        Function.Global("int", (string value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Mismatch("int")),
        Function.Global("int", (DateTimeOffset value) => value.ToUnixTimeSeconds()),
        Function.Global("int", (CelDuration value) => value.Nanoseconds),
        Function.Global("uint", (ulong value) => value),
        Function.Global("uint", (long value) => value >= 0 ? (ulong)value : throw new CelException("unsigned integer overflow")),
        Function.Global("uint", (double value) => value is >= 0 and < 1.8446744073709552e19 ? (ulong)value : throw new CelException("unsigned integer overflow")),
        Function.Global("uint", (string value) => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Mismatch("uint")),
        Function.Global("double", (double value) => value),
        Function.Global("double", (long value) => (double)value),
        Function.Global("double", (ulong value) => (double)value),
        Function.Global("double", (string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Mismatch("double")),
        Function.Global("bool", (bool value) => value),
        Function.Global("bool", (string value) => value switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => throw Mismatch("bool"),
        }),
        Function.Global("string", (string value) => value),
        Function.Global("string", (bool value) => value ? "true" : "false"),
        Function.Global("string", (long value) => value.ToString(CultureInfo.InvariantCulture)),
        Function.Global("string", (ulong value) => value.ToString(CultureInfo.InvariantCulture)),
        Function.Global("string", (double value) => GoText.Number(value)),
        Function.Global("string", (CelBytes value) => Encoding.UTF8.GetString(value.Content.Span)),
        Function.Global("string", (DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)),
        Function.Global("string", (CelDuration value) => value.ToString()),
        Function.Global("string", (IPAddress value) => value.ToString()),
        Function.Global("string", (CelRange value) => value.ToString()),
        Function.Global("bytes", (CelBytes value) => value),
        Function.Global("bytes", (string value) => new CelBytes(Encoding.UTF8.GetBytes(value))),
        Function.Global("duration", (CelDuration value) => value),
        Function.Global("duration", (string value) => GoDuration.TryParse(value, out var nanoseconds) ? new CelDuration(nanoseconds) : throw Mismatch("google.protobuf.Duration")),
        Function.Global("timestamp", (DateTimeOffset value) => value),
        Function.Global("timestamp", (long value) => DateTimeOffset.FromUnixTimeSeconds(value)),
        Function.Global("timestamp", (string value) => Timestamp(value)),
        Function.Generic("dyn", false, [CelType.A], CelType.Dyn, arguments => arguments[0]),
        Function.Generic("type", false, [CelType.A], CelType.Type, arguments => CelValues.TypeOf(arguments[0])),
    ];

    private static CelException Mismatch(string type) => new($"type conversion error from 'string' to '{type}'");

    private static DateTimeOffset Timestamp(string value) => value.Length > 10 && value[10] is 'T' && Validation.Formats.Of("date-time")!(value)
        && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.ToUniversalTime() : throw Mismatch("google.protobuf.Timestamp");
}
