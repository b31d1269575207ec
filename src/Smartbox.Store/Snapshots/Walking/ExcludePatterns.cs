using System.Text;

namespace Smartbox.Store.Snapshots.Walking;

/// <summary>Patterns in the manner of .gitignore, on bytes.</summary>
internal sealed class ExcludePatterns
{
    private readonly List<(byte[][] Segments, bool FoldersOnly)> _patterns = [];
    private readonly byte[] _root;

    /// <param name="root">Path that patterns are relative to, such as <c>/state</c>.</param>
    /// <param name="patterns">One a string; empty ones and comments (<c>#</c>) are passed over.</param>
    public ExcludePatterns(string root, IEnumerable<string> patterns)
    {
        _root = Encoding.UTF8.GetBytes(root);
        foreach (var line in patterns)
        {
            var pattern = line.Trim();
            if (pattern.Length == 0 || pattern[0] == '#')
                continue;
            var body = pattern.Trim('/');
            if (body.Length == 0)
                continue;
            var isAnchored = pattern[0] == '/' || body.Contains('/', StringComparison.Ordinal);
            var segments = (isAnchored ? body : $"**/{body}").Split('/', StringSplitOptions.RemoveEmptyEntries);
            _patterns.Add(([.. segments.Select(Encoding.UTF8.GetBytes)], pattern[^1] == '/'));
        }
    }

    /// <param name="folderPath">Path of the folder in the snapshot.</param>
    /// <param name="name">Child, without a zero byte.</param>
    /// <param name="isFolder">What it is.</param>
    public bool IsExcluded(ReadOnlySpan<byte> folderPath, ReadOnlySpan<byte> name, bool isFolder)
    {
        if (_patterns.Count == 0 || !folderPath.StartsWith(_root) || (folderPath.Length > _root.Length && folderPath[_root.Length] != '/'))
            return false;
        var relative = folderPath[_root.Length..];
        byte[] path = [.. relative.TrimStart((byte)'/'), .. relative.Length > 0 ? "/"u8 : [], .. name];
        foreach (var (segments, foldersOnly) in _patterns)
        {
            if ((isFolder || !foldersOnly) && MatchPath(segments, path))
                return true;
        }

        return false;
    }

    private static bool MatchPath(ReadOnlySpan<byte[]> pattern, ReadOnlySpan<byte> path)
    {
        if (pattern.Length == 0)
            return path.Length == 0;
        if (pattern[0].AsSpan().SequenceEqual("**"u8))
        {
            // At the end it stands for everything inside, but not for the folder itself.
            if (pattern.Length == 1)
                return path.Length > 0;
            while (true)
            {
                if (MatchPath(pattern[1..], path))
                    return true;
                var slash = path.IndexOf((byte)'/');
                if (slash < 0)
                    return false;
                path = path[(slash + 1)..];
            }
        }

        if (path.Length == 0)
            return false;
        var end = path.IndexOf((byte)'/');
        return MatchName(pattern[0], end < 0 ? path : path[..end]) && MatchPath(pattern[1..], end < 0 ? [] : path[(end + 1)..]);
    }

    /// <summary>Without recursion: patterns come from people, names from the agent, and neither may make this slow.</summary>
    private static bool MatchName(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> name)
    {
        int p = 0, n = 0, star = -1, starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starName = n;
            }
            else if (p < pattern.Length && pattern[p] == '?')
            {
                p++;
                n = NextCharacter(name, n);
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept((byte)'*') < 0;
    }

    private static int NextCharacter(ReadOnlySpan<byte> name, int at)
    {
        at++;
        while (at < name.Length && (name[at] & 0xc0) == 0x80)
            at++;
        return at;
    }
}
