using System.Text.Json.Nodes;
using Smartbox.ApiServer.Resources.Kinds;

namespace Smartbox.ApiServer.Resources.Tables.Columns;

/// <summary>Columns of events in both groups, whose fields have two names.</summary>
internal static class EventColumns
{
    public static readonly IReadOnlyList<PrinterColumn> All =
    [
        new("Last Seen", "string", (value, now) => LastSeen(value, now)),
        Column.Text("Type", value => value.Text("type")),
        Column.Text("Reason", value => value.Text("reason")),
        Column.Text("Object", Target),
        Column.Wide("Subobject", value => Field(value, "involvedObject", "regarding").Text("fieldPath")),
        Column.Wide("Source", Source),
        Column.Text("Message", value => (value.Text("message") ?? value.Text("note"))?.Trim()),
        new("First Seen", "string", (value, now) => FirstSeen(value, now)) { Priority = 1 },
        Column.Count("Count", Count) with { Priority = 1 },
        Column.Wide("Name", value => value["metadata"].Text("name")) with { Format = "name" },
    ];

    private static string FirstSeen(JsonObject value, DateTimeOffset now) =>
        Ages.Of(value.Text("firstTimestamp") ?? value.Text("deprecatedFirstTimestamp") ?? value.Text("eventTime"), now);

    private static string LastSeen(JsonObject value, DateTimeOffset now) =>
        value["series"] is { } series ? Ages.Of(series.Text("lastObservedTime"), now)
        : (value.Text("lastTimestamp") ?? value.Text("deprecatedLastTimestamp")) is { } last ? Ages.Of(last, now)
        : FirstSeen(value, now);

    private static long Count(JsonObject value)
    {
        var count = value["series"] is { } series ? Column.ReadNumber(series, "count") : Column.ReadNumber(value, "count") + Column.ReadNumber(value, "deprecatedCount");
        return Math.Max(count, 1);
    }

    private static string Target(JsonObject value)
    {
        var target = Field(value, "involvedObject", "regarding");
        var kind = (target.Text("kind") ?? "").ToLowerInvariant();
        return target.Text("name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    private static string Source(JsonObject value)
    {
        var source = Field(value, "source", "deprecatedSource");
        var component = First(source.Text("component"), value.Text("reportingComponent"), value.Text("reportingController"));
        var instance = First(source.Text("host"), value.Text("reportingInstance"));
        return instance.Length == 0 ? component : $"{component}, {instance}";
    }

    private static JsonNode? Field(JsonObject value, string core, string newer) => value[core] ?? value[newer];

    private static string First(params string?[] texts) => Array.Find(texts, text => !string.IsNullOrEmpty(text)) ?? "";
}
