namespace Smartbox.Cli.Objects;

/// <summary>The kinds that the server knows, those of a group's preferred version first.</summary>
internal sealed class ResourceKinds(IReadOnlyList<ResourceKind> all)
{
    /// <summary>The kind that a word means, or null. The core group wins, then the order of the server.</summary>
    public ResourceKind? Find(string word) =>
        // An exact plural goes before a short name that is the same word.
        all.FirstOrDefault(kind => kind.Resource == word) ?? all.FirstOrDefault(kind => kind.IsCalled(word));

    /// <summary>The kind of a manifest, or null.</summary>
    public ResourceKind? Find(string apiVersion, string kind) => all.FirstOrDefault(found => found.ApiVersion == apiVersion && found.Kind == kind);

    /// <summary>The kinds of a category such as <c>all</c>, in one version each; none when there is no such category.</summary>
    public IReadOnlyList<ResourceKind> Category(string word) =>
        [.. all.Where(kind => kind.Categories.Contains(word, StringComparer.OrdinalIgnoreCase)).DistinctBy(kind => (kind.Group, kind.Resource))];

    /// <summary>Whether the first word of a command line names a kind, several kinds, or a category.</summary>
    public bool IsKnown(string word) =>
        word.Contains(',', StringComparison.Ordinal) || Find(word) is not null || Category(word).Count > 0;

    /// <exception cref="CliException">The server knows none.</exception>
    public ResourceKind Require(string word) => Find(word) ?? throw Unknown(word);

    /// <inheritdoc cref="Require(string)" />
    public ResourceKind Require(string apiVersion, string kind) => Find(apiVersion, kind) ?? throw Unknown($"{kind} of {apiVersion}");

    private static CliException Unknown(string word) => new(ExitCodes.NotFound, $"The API server has no kind {word}.");
}
