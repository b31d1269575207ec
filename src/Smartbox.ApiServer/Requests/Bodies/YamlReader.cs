using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Smartbox.ApiServer.Requests.Bodies;

/// <summary>Parses one YAML document to JSON, with the plain scalars of YAML 1.1 that Kubernetes' own reader knows.</summary>
internal static class YamlReader
{
    // Anchors can make a small text a huge object.
    private const int MostNodes = 1_000_000;

    /// <exception cref="YamlException">It is no YAML.</exception>
    public static JsonNode? Parse(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        var left = MostNodes;
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, ref left);
    }

    private static JsonNode? Convert(YamlNode node, ref int left)
    {
        if (--left < 0)
        {
            throw new YamlException(node.Start, node.End, "the document holds too much");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var result = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    result[KeyOf(key)] = Convert(value, ref left);
                }

                return result;
            case YamlSequenceNode sequence:
                var array = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    array.Add(Convert(item, ref left));
                }

                return array;
            case YamlScalarNode scalar:
                return ConvertScalar(scalar);
            default:
                throw new YamlException(node.Start, node.End, "an alias stands where none can");
        }
    }

    private static string KeyOf(YamlNode key) =>
        key is YamlScalarNode { Value: { } name } ? name : throw new YamlException(key.Start, key.End, "a key is not a scalar");

    private static JsonNode? ConvertScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str" ? JsonValue.Create(text) : ConvertPlain(text);
    }

    /// <summary>Whether a scalar without quotes is read as this text, and not as a number, date or constant.</summary>
    public static bool IsPlainText(string text) =>
        ConvertPlain(text) is JsonValue value && value.GetValueKind() == JsonValueKind.String && !(text.Length >= 10 && char.IsAsciiDigit(text[0]) && text[4] == '-');

    private static JsonNode? ConvertPlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
        }

        // As JSON's own parser makes them, so that a number may be read as any type of number.
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return Number(integer.ToString(CultureInfo.InvariantCulture));
        }

        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            return Number(hex.ToString(CultureInfo.InvariantCulture));
        }

        var isNumeric = char.IsAsciiDigit(text[^1]) || text[^1] == '.';
        return isNumeric && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? Number(real.ToString("R", CultureInfo.InvariantCulture))
            : JsonValue.Create(text);
    }

    private static JsonNode? Number(string text) => JsonNode.Parse(text);
}
