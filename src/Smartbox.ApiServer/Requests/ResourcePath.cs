namespace Smartbox.ApiServer.Requests;

/// <summary>What a path below <c>/api</c> or <c>/apis</c> names.</summary>
internal sealed record ResourcePath(string Group, string Version, string Resource)
{
    /// <summary>Null for all namespaces, and for what is in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null for the collection.</summary>
    public string? Name { get; init; }

    public string? Subresource { get; init; }

    /// <summary>The old form of a watch: <c>/api/v1/watch/…</c>.</summary>
    public bool IsWatch { get; init; }

    /// <returns>Null when the path names no resource: discovery, health, or nothing at all.</returns>
    public static ResourcePath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).AsSpan();
        string group;
        string version;
        switch (parts)
        {
            case ["api", var only, _, ..]:
                (group, version) = ("", only);
                parts = parts[2..];
                break;
            case ["apis", var first, var second, _, ..]:
                (group, version) = (first, second);
                parts = parts[3..];
                break;
            default:
                return null;
        }

        var isWatch = parts is ["watch", _, ..];
        if (isWatch)
        {
            parts = parts[1..];
        }

        string? ns = null;
        if (parts is ["namespaces", var given, var next, ..] && !(group.Length == 0 && next is "status" or "finalize"))
        {
            ns = given;
            parts = parts[2..];
        }

        return parts.Length > 3
            ? null
            : new ResourcePath(group, version, parts[0])
            {
                Namespace = ns,
                Name = parts.Length > 1 ? parts[1] : null,
                Subresource = parts.Length > 2 ? parts[2] : null,
                IsWatch = isWatch,
            };
    }
}
