using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Merging;

/// <summary>JSON text as Go writes it: what HTML would read is escaped, what is beyond ASCII is not. Where texts are compared, they must be the same to the letter.</summary>
internal static class GoJson
{
    public static string Text(JsonNode? value)
    {
        var text = new StringBuilder();
        Append(text, value);

        return text.ToString();
    }

    public static string Quote(string value)
    {
        var text = new StringBuilder();
        AppendQuoted(text, value);

        return text.ToString();
    }

    /// <summary>Maps are written in the order of names.</summary>
    public static void Append(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                AppendMap(text, map.OrderBy(field => field.Key, StringComparer.Ordinal));
                break;
            case JsonArray list:
                text.Append('[');
                for (int i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(',');

                    Append(text, list[i]);
                }

                text.Append(']');
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                AppendQuoted(text, scalar.GetValue<string>());
                break;
            default:
                text.Append(value?.ToJsonString() ?? "null");
                break;
        }
    }

    public static void AppendMap(StringBuilder text, IEnumerable<KeyValuePair<string, JsonNode?>> fields)
    {
        string separator = "{";
        foreach ((string name, JsonNode? value) in fields)
        {
            text.Append(separator);
            separator = ",";
            AppendQuoted(text, name);
            text.Append(':');
            Append(text, value);
        }

        text.Append(separator == "{" ? "{}" : "}");
    }

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
