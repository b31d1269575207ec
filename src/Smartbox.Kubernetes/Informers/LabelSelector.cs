namespace Smartbox.Kubernetes.Informers;

/// <summary>A label selector in kubectl's form, matched here for objects that a client wrote itself.</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<IDictionary<string, string>?, bool>> _requirements = [];

    /// <exception cref="FormatException">A requirement is not understood.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var requirement in Split(text ?? ""))
        {
            selector._requirements.Add(ParseRequirement(requirement));
        }

        return selector;
    }

    public bool Matches(IDictionary<string, string>? labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement(labels))
            {
                return false;
            }
        }

        return true;
    }

    private static Func<IDictionary<string, string>?, bool> ParseRequirement(string text)
    {
        var words = text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is [var setKey, "in" or "notin", ['(', .., ')'] list])
        {
            var values = list[1..^1].Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
            var wanted = words[1] == "in";
            return labels => ValueOf(labels, setKey) is { } value ? values.Contains(value) == wanted : !wanted;
        }

        if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
        {
            var negated = text[at - 1] == '!';
            var key = text[..(negated ? at - 1 : at)].Trim();
            var value = text[at..].TrimStart('=').Trim();
            return labels => string.Equals(ValueOf(labels, key), value, StringComparison.Ordinal) != negated;
        }

        if (words is [var single])
        {
            return single[0] == '!' ? labels => ValueOf(labels, single[1..]) is null : labels => ValueOf(labels, single) is not null;
        }

        throw new FormatException($"The label selector '{text}' is not understood.");
    }

    private static string? ValueOf(IDictionary<string, string>? labels, string key) =>
        labels is not null && labels.TryGetValue(key, out var value) ? value : null;

    // Commas inside parentheses belong to a set.
    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i == text.Length ? ',' : text[i];
            depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            if (c == ',' && (depth == 0 || i == text.Length))
            {
                if (text[start..i].Trim() is { Length: > 0 } requirement)
                {
                    yield return requirement;
                }

                start = i + 1;
            }
        }
    }
}
