using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Makes columns of built-in kinds.</summary>
internal static class Column
{
    public const string None = "<none>";
    public const string Unset = "<unset>";

    public static readonly PrinterColumn Age = new("Age", "string", (content, now) => Ages.OfObject(content, now));

    /// <summary>When it was created, as a time: what <c>kubectl</c> shows of kinds that are long-lived.</summary>
    public static readonly PrinterColumn CreatedAt = new("Created At", "date", (content, _) => content["metadata"]?["creationTimestamp"]?.DeepClone());

    public static PrinterColumn Text(string name, Func<JsonObject, string?> cell, int priority = 0) =>
        new(name, "string", (content, _) => JsonValue.Create(cell(content) ?? "")) { Priority = priority };

    public static PrinterColumn Number(string name, string path) => new(name, "integer", (content, _) => JsonValue.Create(ReadNumber(content, path)));

    /// <summary>A number in a column of text, as kube-apiserver has some.</summary>
    public static PrinterColumn Count(string name, Func<JsonObject, long> cell) => new(name, "string", (content, _) => JsonValue.Create(cell(content)));

    /// <summary>Only with <c>-o wide</c>.</summary>
    public static PrinterColumn Wide(string name, Func<JsonObject, string?> cell) => Text(name, cell, priority: 1);

    /// <returns>The number at a path of names with dots between; zero when there is none.</returns>
    public static long ReadNumber(JsonNode? content, string path)
    {
        foreach (var name in path.Split('.')) content = (content as JsonObject)?[name];
        return content is JsonValue value && long.TryParse(value.ToJsonString(), out var number) ? number : 0;
    }

    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    /// <returns>Labels as <c>a=b,c=d</c>.</returns>
    public static string Labels(JsonNode? labels) => labels is JsonObject { Count: > 0 } map
        ? string.Join(',', map.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))
        : None;

    /// <returns>A label selector as its text form.</returns>
    public static string Selector(JsonNode? selector)
    {
        if (selector is not JsonObject { Count: > 0 }) return None;
        var parts = new List<(string Key, string Text)>();
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? []) parts.Add((key, $"{key}={value}"));
        foreach (var expression in selector.List("matchExpressions"))
        {
            var key = expression.Text("key") ?? "";
            var values = string.Join(',', (expression["values"] as JsonArray ?? []).Select(value => value!.ToString()).Order(StringComparer.Ordinal));
            parts.Add((key, expression.Text("operator") switch
            {
                "In" => $"{key} in ({values})",
                "NotIn" => $"{key} notin ({values})",
                "Exists" => key,
                _ => $"!{key}",
            }));
        }
        return string.Join(',', parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Text));
    }

    /// <returns>The first three, and how many more.</returns>
    public static string Shortened(IReadOnlyList<string> texts, string whenEmpty) =>
        texts.Count == 0 ? whenEmpty : string.Join(',', texts.Take(3)) + (texts.Count > 3 ? $" + {texts.Count - 3} more..." : "");
}
