using Smartbox.Cli.Output;

namespace Smartbox.Cli.Objects;

/// <summary>Prints the server's tables of one kind, one below the other: the headings stand once.</summary>
/// <param name="writer">Where to.</param>
/// <param name="wide">With the columns that are of less interest.</param>
/// <param name="withNamespace">With a column of namespaces.</param>
/// <param name="prefix">Put before each name: the kind, where several are shown.</param>
internal sealed class TablePrinter(TextWriter writer, bool wide, bool withNamespace, string prefix)
{
    private readonly TextColumns _text = new(writer);
    private IReadOnlyList<ServerTable.Column> _columns = [];

    public void Print(params IReadOnlyList<ServerTable> tables)
    {
        var lines = new List<IReadOnlyList<string>>();
        foreach (var table in tables)
        {
            if (_columns.Count == 0 && table.Columns.Count > 0)
            {
                _columns = table.Columns;
                lines.Add(Line("NAMESPACE", [.. _columns.Select(column => column.Name.ToUpperInvariant())], prefix: ""));
            }

            lines.AddRange(table.Rows.Select(row => Line(row.Namespace, row.Cells, prefix)));
        }

        _text.Write(lines);
    }

    private List<string> Line(string ns, IReadOnlyList<string> cells, string prefix)
    {
        var shown = cells.Where((_, index) => wide || index >= _columns.Count || _columns[index].Priority == 0).ToList();
        shown[0] = prefix + shown[0];
        return withNamespace ? [ns, .. shown] : shown;
    }
}
