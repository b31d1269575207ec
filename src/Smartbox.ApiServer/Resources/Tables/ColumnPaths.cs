using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Resources.Tables;

/// <summary>The JSONPath of printer columns: fields, indexes, wildcards, slices and filters such as <c>.status.conditions[?(@.type=="Ready")].status</c>.</summary>
internal static class ColumnPaths
{
    /// <returns>Finds the first value; null when there is none.</returns>
    /// <exception cref="FormatException">When it is no path, saying why.</exception>
    public static Func<JsonObject, JsonNode?> Compile(string jsonPath)
    {
        var steps = new ColumnPathParser(jsonPath).Parse();
        return content => steps.Aggregate((IEnumerable<JsonNode?>)[content], (found, step) => found.SelectMany(step)).FirstOrDefault();
    }

    /// <summary>A column as <c>additionalPrinterColumns</c> defines it.</summary>
    /// <exception cref="FormatException">When the path is none.</exception>
    public static PrinterColumn Column(string name, string type, string jsonPath, string? format = null, string? description = null, int priority = 0)
    {
        var find = Compile(jsonPath);
        return new PrinterColumn(name, type, (content, now) => CustomCells.Of(find(content), type, now)) { Format = format, Description = description, Priority = priority };
    }
}
