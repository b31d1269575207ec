using System.Text.Json.Nodes;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Resources.Tables;

/// <summary>Objects as rows of a <c>Table</c> of meta.k8s.io/v1: what <c>kubectl get</c> shows.</summary>
internal static class Tables
{
    private const string NameFormat = "name";

    private static readonly PrinterColumn Name = new("Name", "string", (content, _) => content["metadata"]?["name"]?.DeepClone()) { Format = NameFormat };

    private static readonly PrinterColumn Age = new("Age", "string", (content, now) => Ages.OfObject(content, now));

    /// <param name="type">Kind of the objects.</param>
    /// <param name="items">Objects, in the form of that kind.</param>
    /// <param name="includeObject">What stands beside the cells: <c>None</c>, <c>Metadata</c> (also null) or <c>Object</c>.</param>
    /// <param name="now">When ages are taken.</param>
    /// <returns>A table without metadata.</returns>
    /// <exception cref="ApiException">400 when <paramref name="includeObject"/> is something else.</exception>
    public static JsonObject Render(ResourceType type, IEnumerable<JsonObject> items, string? includeObject, DateTimeOffset now)
    {
        if (includeObject is not (null or "" or "None" or "Metadata" or "Object"))
            throw new ApiException(400, "BadRequest", $"unrecognized includeObject value: \"{includeObject}\"");
        var columns = ColumnsOf(type);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["columnDefinitions"] = new JsonArray([.. columns.Select(Definition)]),
            ["rows"] = new JsonArray([.. items.Select(item => Row(item, columns, includeObject, now))]),
        };
    }

    /// <summary>The name comes first, unless a kind has it in another place.</summary>
    private static List<PrinterColumn> ColumnsOf(ResourceType type)
    {
        if (type.Columns.Count == 0) return [Name, Age];
        return type.Columns.Any(column => column.Format == NameFormat && !type.IsCustom) ? [.. type.Columns] : [Name, .. type.Columns];
    }

    private static JsonObject Definition(PrinterColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format ?? "",
        ["description"] = column.Description ?? "",
        ["priority"] = column.Priority,
    };

    private static JsonObject Row(JsonObject item, List<PrinterColumn> columns, string? includeObject, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, now))]) };
        switch (includeObject)
        {
            case "None":
                row["object"] = null;
                break;
            case "Object":
                row["object"] = item.DeepClone();
                break;
            default:
                row["object"] = new JsonObject
                {
                    ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = item["metadata"]?.DeepClone(),
                };
                break;
        }
        return row;
    }
}
