namespace Smartbox.Cli.Objects;

/// <summary>A kind that the server knows.</summary>
internal sealed record ResourceKind(string Group, string Version, string Resource, string Kind, bool IsNamespaced)
{
    public string Singular { get; init; } = "";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>What an object is called in reports: <c>pod/a</c>, <c>smartbox.smartbox.dev/alice</c>.</summary>
    public string NameOf(string name) => $"{Qualified(Singular)}/{name}";

    /// <summary><c>smartboxes.smartbox.dev</c>, or <c>pods</c>.</summary>
    public string FullName => Qualified(Resource);

    /// <param name="ns">Namespace; null for all, or where there are none.</param>
    /// <param name="name">Object; null for the list.</param>
    public string Path(string? ns, string? name = null)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        var folder = IsNamespaced && ns is not null ? $"{root}/namespaces/{Uri.EscapeDataString(ns)}/{Resource}" : $"{root}/{Resource}";
        return name is null ? folder : $"{folder}/{Uri.EscapeDataString(name)}";
    }

    /// <summary>Whether a person may mean this kind by a word: plural, singular, kind or short name, bare or with the group or its beginning, or with version and group.</summary>
    public bool IsCalled(string word)
    {
        var dot = word.IndexOf('.', StringComparison.Ordinal);
        var (bare, rest) = dot < 0 ? (word, null) : (word[..dot], word[(dot + 1)..]);
        return (Is(bare, Resource) || Is(bare, Singular) || Is(bare, Kind) || ShortNames.Any(name => Is(bare, name)))
            && (rest is null || Is(rest, Group) || Is(rest, $"{Version}.{Group}")
                || (rest.Length > 0 && Group.StartsWith(rest + ".", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool Is(string word, string name) => string.Equals(word, name, StringComparison.OrdinalIgnoreCase);

    private string Qualified(string resource) => Group.Length == 0 ? resource : $"{resource}.{Group}";
}
