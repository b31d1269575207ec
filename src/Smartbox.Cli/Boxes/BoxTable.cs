using Smartbox.Cli.Output;

namespace Smartbox.Cli.Boxes;

/// <summary>Boxes as kubectl prints them.</summary>
internal static class BoxTable
{
    private const string None = "<none>";

    public static void Write(TextWriter writer, IReadOnlyList<BoxRow> rows, bool withNamespace, bool wide, DateTimeOffset now)
    {
        var columns = Columns(withNamespace, wide, now).ToList();
        var lines = rows.Select(row => columns.Select(column => column.Value(row) is { Length: > 0 } value ? value : None).ToArray());
        new TextColumns(writer).Write([columns.Select(column => column.Title).ToArray(), .. lines]);
    }

    private static IEnumerable<(string Title, Func<BoxRow, string?> Value)> Columns(bool withNamespace, bool wide, DateTimeOffset now)
    {
        if (withNamespace)
        {
            yield return ("NAMESPACE", row => row.Namespace);
        }

        yield return ("NAME", row => row.Name);
        yield return ("OWNER", row => row.Owner);
        yield return ("TYPE", row => row.Type);
        yield return ("TIER", row => row.Tier);
        yield return ("READY", row => row.Ready);
        yield return ("REASON", row => row.Reason);
        yield return ("POWER", row => row.Power);
        yield return ("LAST BACKUP", row => Age(row.LastBackup, now));
        yield return ("AGE", row => Age(row.Created, now));
        if (wide)
        {
            yield return ("NODE", row => row.Node);
            yield return ("IMAGE", row => row.Image);
            yield return ("RESTARTS", row => row.Restarts);
            yield return ("MESSAGE", row => row.Message);
        }
    }

    private static string? Age(DateTimeOffset? time, DateTimeOffset now) => time is { } known ? Duration.Age(now - known) : null;
}
