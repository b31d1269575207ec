using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>Reads scalars whether they were parsed or made in memory. Numbers are told apart as Go's decoder does: what is written without fraction and exponent, and fits, is an int64.</summary>
internal static class JsonScalars
{
    public static bool IsText(JsonNode? value, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String && scalar.TryGetValue(out text);
    }

    public static bool IsInteger(JsonNode? value, out long integer)
    {
        integer = 0;
        if (value is not JsonValue scalar || scalar.GetValueKind() != JsonValueKind.Number)
        {
            return false;
        }

        if (scalar.TryGetValue(out integer))
        {
            return true;
        }

        if (scalar.TryGetValue(out int small))
        {
            integer = small;
            return true;
        }

        // In memory a number may have any type; parsed ones are answered above, but for those beyond 64 bits.
        return !scalar.TryGetValue<JsonElement>(out _) && !scalar.TryGetValue<double>(out _)
            && long.TryParse(scalar.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
    }

    /// <summary>Any number.</summary>
    public static bool IsNumber(JsonNode? value, out double number)
    {
        number = 0;
        return value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.Number
            && (scalar.TryGetValue(out number) || double.TryParse(scalar.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number));
    }

    public static bool IsBoolean(JsonNode? value, out bool boolean)
    {
        boolean = false;
        return value is JsonValue scalar && scalar.GetValueKind() is JsonValueKind.True or JsonValueKind.False && value.AsValue().TryGetValue(out boolean);
    }
}
