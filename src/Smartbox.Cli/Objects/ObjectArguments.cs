namespace Smartbox.Cli.Objects;

/// <summary>Reads <c>KIND</c>, <c>KIND,KIND</c>, <c>KIND NAME …</c> and <c>KIND/NAME …</c>.</summary>
internal static class ObjectArguments
{
    /// <exception cref="CliException">No such kind, or a mixture that means nothing.</exception>
    public static IReadOnlyList<ObjectTarget> Read(IReadOnlyList<string> words, ResourceKinds kinds)
    {
        if (words.Any(word => word.Contains('/', StringComparison.Ordinal)))
        {
            return [.. words.Select(word => Named(word, kinds))];
        }

        var found = words[0].Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Kinds(word, kinds)).ToList();
        return words.Count == 1
            ? [.. found.Select(kind => new ObjectTarget(kind, null))]
            : [.. from kind in found from name in words.Skip(1) select new ObjectTarget(kind, name)];
    }

    private static ObjectTarget Named(string word, ResourceKinds kinds) => word.Split('/') is [{ Length: > 0 } kind, { Length: > 0 } name]
        ? new ObjectTarget(kinds.Require(kind), name)
        : throw new CliException(ExitCodes.Usage, $"'{word}' is not KIND/NAME. Either all arguments are, or the first is a kind and the others are names of it.");

    // A kind's own name goes before a category of the same name.
    private static IReadOnlyList<ResourceKind> Kinds(string word, ResourceKinds kinds) =>
        kinds.Find(word) is { } kind ? [kind]
        : kinds.Category(word) is { Count: > 0 } category ? category
        : [kinds.Require(word)];
}
