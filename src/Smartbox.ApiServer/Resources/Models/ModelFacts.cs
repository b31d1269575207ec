using System.Text.RegularExpressions;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>The table of ModelFacts.txt, which explains its form.</summary>
internal static partial class ModelFacts
{
    private const string CorePackage = "io.k8s.api.core.v1";

    private static readonly Lazy<Dictionary<string, (string Package, string Facts)>> Lines = new(ReadLines);

    public static ModelFact Of(string model)
    {
        var (package, facts) = Lines.Value.GetValueOrDefault(model, (CorePackage, ""));
        var required = new List<string>();
        var fields = new Dictionary<string, FieldFact>();
        var isAtomicMap = false;
        foreach (var token in facts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token == "#") isAtomicMap = true;
            else if (token[0] == '!') required.Add(token[1..]);
            else if (token[0] == '~') fields[token[1..]] = new FieldFact { IsZeroed = true };
            else
            {
                var end = token.IndexOfAny(['[', '{', '#', '<', '=', '+']);
                var name = token[..end];
                fields[name] = Read(fields.GetValueOrDefault(name) ?? new FieldFact(), token[end..]);
            }
        }
        return new ModelFact($"{package}.{VersionPrefix().Replace(model, "")}", isAtomicMap, required, fields);
    }

    private static FieldFact Read(FieldFact fact, string text) => text[0] switch
    {
        '[' => ReadListMap(fact, text),
        '{' => fact with { ListType = ListType.Set, PatchStrategy = text.EndsWith('+') ? "merge" : null },
        '#' => fact with { IsAtomicMap = true },
        '<' => fact with { PatchMergeKey = text[1..^1], PatchStrategy = "merge" },
        '=' => fact with { Default = text[1..] },
        _ => fact with { PatchStrategy = text[1..] },
    };

    private static FieldFact ReadListMap(FieldFact fact, string text)
    {
        var end = text.IndexOf(']');
        var keys = text[1..end].Split(',');
        var strategy = text[(end + 1)..];
        fact = fact with { ListType = ListType.Map, ListMapKeys = keys };
        return strategy == "-" ? fact : fact with { PatchMergeKey = keys[0], PatchStrategy = strategy.Length == 0 ? "merge" : $"merge,{strategy[1..]}" };
    }

    private static Dictionary<string, (string Package, string Facts)> ReadLines()
    {
        using var stream = typeof(ModelFacts).Assembly.GetManifestResourceStream("ModelFacts.txt")!;
        using var reader = new StreamReader(stream);
        var lines = new Dictionary<string, (string, string)>();
        var package = CorePackage;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) package = line[1..^1];
            else if (line.IndexOf(' ') is > 0 and var space) lines[line[..space]] = (package, line[space..]);
            else lines[line] = (package, "");
        }
        return lines;
    }

    /// <summary>What KubernetesClient puts before a kind's name: <c>V1</c>, or the group as well where two groups share a name (<c>Corev1</c>).</summary>
    [GeneratedRegex("^([A-Z][a-z]+v1|V1)")]
    private static partial Regex VersionPrefix();
}
