using System.Text;
using System.Text.Json;
using Smartbox.ApiServer.Errors;
using Smartbox.ApiServer.Storage;

namespace Smartbox.ApiServer.Resources.Selectors;

/// <summary>Field selectors as a query names them: <c>metadata.name=a,status.phase!=Running</c>.</summary>
internal static class FieldSelectors
{
    /// <exception cref="ApiException">400 in kube-apiserver's words when it is none, or names a field that the kind has not for this.</exception>
    public static Func<StoredObject, bool> Parse(string selector, ResourceType type)
    {
        var byKey = new List<Func<StoredObject, bool>>();
        var byContent = new List<(FieldReader Field, string Value, bool IsEqual)>();
        foreach (var term in Terms(selector))
        {
            var (path, value, isEqual) = ParseTerm(term, selector);
            switch (path)
            {
                case "" when value.Length == 0:
                    break;
                case "metadata.name":
                    byKey.Add(stored => stored.Key.Name == value == isEqual);
                    break;
                case "metadata.namespace":
                    byKey.Add(stored => stored.Key.Namespace == value == isEqual);
                    break;
                default:
                    if (!type.SelectableFields.Contains(path)) throw Unsupported(path, type);
                    // An event's source is its component; the only label that is no path.
                    byContent.Add((new FieldReader(path == "source" ? "source.component" : path, type.Schema), value, isEqual));
                    break;
            }
        }
        if (byContent.Count == 0) return stored => byKey.TrueForAll(matches => matches(stored));
        return stored =>
        {
            if (!byKey.TrueForAll(matches => matches(stored))) return false;
            var content = Content(stored, type.Stored);
            foreach (var (field, value, isEqual) in byContent)
                if (field.Read(content) == value != isEqual) return false;
            return true;
        };
    }

    /// <summary>A kind that is stored as another is read in its own form.</summary>
    private static ReadOnlySpan<byte> Content(StoredObject stored, StorageView? view) =>
        view is null ? stored.Json.Span : JsonSerializer.SerializeToUtf8Bytes(view.FromStored(stored.ToJson()));

    private static ApiException Unsupported(string path, ResourceType type) => new(
        400, "BadRequest",
        type.SelectableFields.Count == 0 && !type.IsCustom
            ? $"\"{path}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            : $"field label not supported: {path}");

    private static (string Path, string Value, bool IsEqual) ParseTerm(string term, string selector)
    {
        for (var at = 0; at < term.Length; at++)
        {
            var rest = term.AsSpan(at);
            if (rest.StartsWith("!=")) return (term[..at], Unescape(term[(at + 2)..]), false);
            if (rest.StartsWith("==")) return (term[..at], Unescape(term[(at + 2)..]), true);
            if (rest.StartsWith("=")) return (term[..at], Unescape(term[(at + 1)..]), true);
        }
        throw new ApiException(400, "BadRequest", $"invalid selector: '{selector}'; can't understand '{term}'");
    }

    private static IEnumerable<string> Terms(string selector)
    {
        var start = 0;
        for (var at = 0; at <= selector.Length; at++)
        {
            if (at < selector.Length && selector[at] == '\\') at++;
            else if (at == selector.Length || selector[at] == ',')
            {
                if (at > start) yield return selector[start..at];
                start = at + 1;
            }
        }
        // A backslash at the very end skips past it.
        if (start < selector.Length && selector[^1] == '\\') yield return selector[start..];
    }

    private static string Unescape(string value)
    {
        if (value.AsSpan().IndexOfAny("\\=,") < 0) return value;
        var text = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            var character = value[at];
            if (character == '\\')
            {
                at++;
                if (at == value.Length || value[at] is not ('\\' or ',' or '='))
                    throw new ApiException(400, "BadRequest", $"invalid field selector: invalid escape sequence: {value[(at - 1)..Math.Min(at + 1, value.Length)]}");
                character = value[at];
            }
            else if (character is '=' or ',')
                throw new ApiException(400, "BadRequest", $"invalid field selector: unescaped character in value: {character}");
            text.Append(character);
        }
        return text.ToString();
    }
}
