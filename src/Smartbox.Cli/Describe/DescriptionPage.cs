using System.Globalization;
using System.Text.Json.Nodes;
using Smartbox.Cli.Chat;
using Smartbox.Cli.Output;

namespace Smartbox.Cli.Describe;

/// <summary>The parts that descriptions are made of: facts, sections, conditions, events.</summary>
internal sealed class DescriptionPage(TextWriter writer, DateTimeOffset now)
{
    private const int TitleWidth = 14;

    /// <summary>An empty line, unless this is the first page.</summary>
    public void Separate(ref bool isFirst)
    {
        if (!isFirst)
        {
            writer.WriteLine();
        }

        isFirst = false;
    }

    /// <summary>One line; nothing when there is nothing to say.</summary>
    public void Fact(string title, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            var lines = Printable.Of(value).TrimEnd().Split('\n');
            writer.WriteLine($"{(title + ":").PadRight(TitleWidth)} {lines[0]}");
            foreach (var line in lines.Skip(1))
            {
                writer.WriteLine(new string(' ', TitleWidth + 1) + line);
            }
        }
    }

    /// <summary>A member as it is, below its title.</summary>
    public void Section(string title, JsonNode? value)
    {
        if (value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
        {
            return;
        }

        if (value is JsonValue)
        {
            Fact(title, value.ToString());
            return;
        }

        using var text = new StringWriter();
        JsonYaml.Write(text, value);
        writer.WriteLine($"{title}:");
        foreach (var line in Printable.Of(text.ToString()).TrimEnd().Split('\n'))
        {
            writer.WriteLine("  " + line);
        }
    }

    public void Conditions(JsonNode? conditions)
    {
        var lines = (conditions as JsonArray ?? []).OfType<JsonObject>().Select(condition => (IReadOnlyList<string>)
        [
            "  " + Text(condition, "type"), Text(condition, "status"), Text(condition, "reason"), Age(condition["lastTransitionTime"]), OneLine(Text(condition, "message")),
        ]).ToList();
        if (lines.Count > 0)
        {
            writer.WriteLine("Conditions:");
            new TextColumns(writer).Write([["  TYPE", "STATUS", "REASON", "SINCE", "MESSAGE"], .. lines]);
        }
    }

    /// <param name="events">Events (<c>v1</c>), the oldest first.</param>
    public void Events(IReadOnlyList<JsonObject> events)
    {
        if (events.Count == 0)
        {
            writer.WriteLine("Events:        none");
            return;
        }

        writer.WriteLine("Events:");
        var lines = events.Select(item => (IReadOnlyList<string>)
        [
            "  " + Text(item, "type"), Text(item, "reason"), Age(EventReader.LastSeen(item)) + Times(item), Source(item), OneLine(Text(item, "message")),
        ]);
        new TextColumns(writer).Write([["  TYPE", "REASON", "AGE", "FROM", "MESSAGE"], .. lines]);
    }

    /// <summary>"3m ago"; null without a time.</summary>
    public string? Ago(JsonNode? time) => time is null ? null : $"{Age(time)} ago";

    private string Age(JsonNode? time) =>
        DateTimeOffset.TryParse((string?)time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var known) ? Duration.Age(now - known) : "unknown";

    private static string Times(JsonObject item) =>
        ((int?)item["series"]?["count"] ?? (int?)item["count"]) is { } count and > 1 ? $" ({count} times)" : "";

    private static string Source(JsonObject item) =>
        (string?)item["reportingComponent"] is { Length: > 0 } reporter ? reporter : (string?)item["source"]?["component"] ?? "";

    private static string Text(JsonObject item, string name) => (string?)item[name] ?? "";

    private static string OneLine(string text) => Printable.Of(text.Trim().ReplaceLineEndings(" "));
}
