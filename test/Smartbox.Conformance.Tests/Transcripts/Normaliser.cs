using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Smartbox.Conformance.Tests.Transcripts;

/// <summary>Replaces what differs from run to run by names that tell whether two such values are equal.</summary>
internal sealed partial class Normaliser
{
    private static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, string> _texts = [];
    private readonly List<string> _versions = [];
    private readonly List<string> _uids = [];

    /// <summary>Fields that are left out wherever they stand, such as <c>managedFields</c>.</summary>
    public HashSet<string> Hidden { get; } = ["managedFields"];

    /// <summary>Writes a text of this run by a name.</summary>
    public void Name(string text, string name) => _texts[text] = name;

    /// <summary>JSON with sorted names, indented.</summary>
    public string Json(JsonNode? node)
    {
        var copy = node?.DeepClone();
        CauseOrder.Sort(copy);
        return Clean(copy, "", "")?.ToJsonString(s_readable) ?? "null";
    }

    public string Text(string text)
    {
        foreach (var (value, name) in _texts.OrderByDescending(t => t.Key.Length))
        {
            text = text.Replace(value, name, StringComparison.Ordinal);
        }

        text = WholeObject().Replace(text, "<object>");
        text = Times().Replace(text, "<time>");
        text = Uids().Replace(text, match => Numbered(_uids, "uid", match.Value));
        text = QuotedVersion().Replace(text, match => match.Value.Replace(match.Groups[1].Value, Numbered(_versions, "version", match.Groups[1].Value), StringComparison.Ordinal));
        text = BackOff().Replace(text, "back-off <time> ");
        text = SourceLine().Replace(text, "<source>");
        return Age().Replace(text, "<age>");
    }

    private JsonNode? Clean(JsonNode? node, string name, string parent) => node switch
    {
        null => null,
        JsonObject o => new JsonObject(o.Where(p => !Hidden.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => KeyValuePair.Create(Text(p.Key), IsListVersion(o, p.Key, name) ? "<list version>" : Clean(p.Value, p.Key, name)))),
        JsonArray a => new JsonArray([.. a.Select(item => Clean(item, "[]", name))]),
        JsonValue v when v.GetValueKind() == JsonValueKind.String => name switch
        {
            "resourceVersion" => Numbered(_versions, "version", v.GetValue<string>()),
            "continue" => "<continue>",
            _ => Text(v.GetValue<string>()),
        },
        _ => node.DeepClone(),
    };

    // A list's version is the server's, which others move.
    private static bool IsListVersion(JsonObject parent, string key, string name) =>
        key == "resourceVersion" && name == "metadata" && !parent.ContainsKey("name") && !parent.ContainsKey("creationTimestamp");

    private static string Numbered(List<string> known, string kind, string value)
    {
        if (value is "" or "0")
        {
            return value;
        }

        if (!known.Contains(value))
        {
            known.Add(value);
        }

        return $"<{kind} {known.IndexOf(value) + 1}>";
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Times();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uids();

    [GeneratedRegex("""(?:[rR]esourceVersion(?:"?: ?['"]|=| in record \(| in the precondition \())([1-9]\d*)""")]
    private static partial Regex QuotedVersion();

    // Some errors show the object that a patch would have made.
    [GeneratedRegex("""
        "\{\\"apiVersion\\".*\}"
        """)]
    private static partial Regex WholeObject();

    [GeneratedRegex(@"back-off (\d+m)?\d+s ")]
    private static partial Regex BackOff();

    [GeneratedRegex(@"pkg/[a-z0-9/_]+\.go:\d+")]
    private static partial Regex SourceLine();

    // Tables say how old things are.
    [GeneratedRegex(@"^\d+(s|m|m\d+s)$")]
    private static partial Regex Age();
}
