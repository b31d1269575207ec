using System.Collections.Concurrent;

namespace Smartbox.ApiServer.Resources.Protobuf;

/// <summary>The table of ModelWire.txt, which explains its form.</summary>
internal static class WireTable
{
    private static readonly Lazy<Dictionary<string, string>> Lines = new(ReadLines);

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<int, WireField>> Models = new();

    /// <returns>Fields by number; none for a model that is not in the table.</returns>
    public static IReadOnlyDictionary<int, WireField> Of(string model) => Models.GetOrAdd(model, static name => Read(Lines.Value.GetValueOrDefault(name, "")));

    public static bool Contains(string model) => Lines.Value.ContainsKey(model);

    private static Dictionary<int, WireField> Read(string line)
    {
        var fields = new Dictionary<int, WireField>();
        foreach (var token in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = token.IndexOf('=');
            var number = int.Parse(token[(equals + 1)..].TrimEnd('!', '*'));
            fields[number] = token[0] == '^' ? new WireField(token[1..equals], WireZero.Inline)
                : new WireField(token[..equals], token[^1] is '!' or '*' ? WireZero.Value : WireZero.Absent);
        }
        return fields;
    }

    private static Dictionary<string, string> ReadLines()
    {
        using var stream = typeof(WireTable).Assembly.GetManifestResourceStream("ModelWire.txt")!;
        using var reader = new StreamReader(stream);
        var lines = new Dictionary<string, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var space = line.IndexOf(' ');
            lines[space < 0 ? line : line[..space]] = space < 0 ? "" : line[space..];
        }
        return lines;
    }
}
