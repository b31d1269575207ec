using System.Globalization;

namespace Smartbox.Local;

/// <summary>Memory of a process and of all that it has started.</summary>
/// <param name="Processes">How many there are.</param>
/// <param name="Proportional">Bytes, where what several share counts once in all (PSS).</param>
/// <param name="Resident">Bytes, where it counts for each (RSS).</param>
public sealed record ProcessTree(int Processes, long Proportional, long Resident)
{
    /// <summary>Reads <c>/proc</c>. Processes that end meanwhile are left out.</summary>
    public static ProcessTree Measure(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).ToDictionary(pid => pid, ParentOf);
        var members = new List<int> { root };
        for (var index = 0; index < members.Count; index++)
        {
            members.AddRange(parents.Where(entry => entry.Value == members[index]).Select(entry => entry.Key));
        }

        var sizes = members.Select(SizeOf).OfType<(long Proportional, long Resident)>().ToList();
        return new ProcessTree(sizes.Count, sizes.Sum(size => size.Proportional), sizes.Sum(size => size.Resident));
    }

    // Source: proc(5): the name stands in parentheses and may have any character; state and parent follow it.
    private static int ParentOf(int pid)
    {
        var text = Read($"/proc/{pid}/stat");
        return text is null ? 0 : int.Parse(text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static (long Proportional, long Resident)? SizeOf(int pid)
    {
        var lines = Read($"/proc/{pid}/smaps_rollup")?.Split('\n');
        return lines is null ? null : (Bytes(lines, "Pss:"), Bytes(lines, "Rss:"));
    }

    private static long Bytes(string[] lines, string title) =>
        lines.FirstOrDefault(line => line.StartsWith(title, StringComparison.Ordinal)) is { } line
            ? 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : 0;

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
