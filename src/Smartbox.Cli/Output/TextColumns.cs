namespace Smartbox.Cli.Output;

/// <summary>Lines of cells in columns three spaces apart, nothing cut. Columns never get narrower, so that lines that come later stand below the earlier ones.</summary>
internal sealed class TextColumns(TextWriter writer)
{
    private readonly List<int> _widths = [];

    public void Write(params IReadOnlyList<IReadOnlyList<string>> lines)
    {
        foreach (var line in lines)
        {
            Widen(line);
        }

        foreach (var line in lines)
        {
            writer.WriteLine(string.Join("   ", line.Select((cell, index) => cell.PadRight(_widths[index]))).TrimEnd());
        }
    }

    private void Widen(IReadOnlyList<string> line)
    {
        for (var index = 0; index < line.Count; index++)
        {
            if (index == _widths.Count)
            {
                _widths.Add(0);
            }

            _widths[index] = Math.Max(_widths[index], line[index].Length);
        }
    }
}
