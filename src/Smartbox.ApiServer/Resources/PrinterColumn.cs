using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources;

/// <summary>A column of a kind's table.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c> or <c>date</c>.</param>
/// <param name="Cell">Makes the cell of one object: text, number, boolean or null. Dates are given as ages.</param>
internal sealed record PrinterColumn(string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    public string? Format { get; init; }

    public string? Description { get; init; }

    /// <summary>0 is shown always, above only with <c>-o wide</c>.</summary>
    public int Priority { get; init; }
}
