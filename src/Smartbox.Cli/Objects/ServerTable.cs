using System.Text.Json.Nodes;

namespace Smartbox.Cli.Objects;

/// <summary>A table as the server makes it for one kind (<c>meta.k8s.io/v1</c>).</summary>
internal sealed class ServerTable(JsonObject table)
{
    /// <summary>Headings; empty in events of a watch after its first.</summary>
    public IReadOnlyList<Column> Columns { get; } =
        [.. Items(table["columnDefinitions"]).Select(column => new Column((string?)column["name"] ?? "", (int?)column["priority"] ?? 0))];

    public IReadOnlyList<Row> Rows { get; } = [.. Items(table["rows"]).Select(row => new Row(
        [.. (row["cells"] as JsonArray ?? []).Select(TextOf)],
        (string?)row["object"]?["metadata"]?["namespace"] ?? "",
        (string?)row["object"]?["metadata"]?["resourceVersion"]))];

    /// <summary>Where the next page begins; null after the last.</summary>
    public string? Continue { get; } = (string?)table["metadata"]?["continue"] is { Length: > 0 } token ? token : null;

    /// <summary>From where a watch goes on.</summary>
    public string? ResourceVersion { get; } = (string?)table["metadata"]?["resourceVersion"];

    /// <param name="Name">Heading.</param>
    /// <param name="Priority">0 is shown always, above only when wide.</param>
    internal sealed record Column(string Name, int Priority);

    internal sealed record Row(IReadOnlyList<string> Cells, string Namespace, string? ResourceVersion);

    // As in kubectl, a cell is one line.
    private static string TextOf(JsonNode? cell)
    {
        var text = cell?.ToString() ?? "";
        var end = text.AsSpan().IndexOfAny('\n', '\r', '\f');
        return Chat.Printable.Of(end < 0 ? text : text[..end] + "...");
    }

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();
}
